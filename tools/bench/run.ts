import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { benchCountViewers } from './count-viewers';
import { printResults } from './print-results';
import { benchPublishCounts } from './publish-counts';
import { benchValidation } from './validation';
import { benchWatchQuality } from './watch-quality';

const now = 1_763_700_000_000;

runCommand(
  defineCommand({
    name: 'npm run bench',
    summary: 'Measures the steps that process every event, and fails if one misses its target.',
    options: {},
    example: '> bench.json',
    run: () =>
      Promise.resolve(
        printResults({
          countViewers: benchCountViewers(now),
          validation: benchValidation(now),
          watchQuality: benchWatchQuality(now),
          publishCounts: benchPublishCounts(),
        }),
      ),
  }),
);
