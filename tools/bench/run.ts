import { benchCountViewers } from './count-viewers';
import { benchPublishCounts } from './publish-counts';
import { benchValidation } from './validation';
import { benchWatchQuality } from './watch-quality';

const now = 1_763_700_000_000;
const results = {
  countViewers: benchCountViewers(now),
  validation: benchValidation(now),
  watchQuality: benchWatchQuality(now),
  publishCounts: benchPublishCounts(),
};
console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
if (!Object.values(results).every(({ ok }) => ok)) process.exitCode = 1;
