import { readArguments } from '../local/run/arguments';
import { quietSdk } from '../local/env';
import { benchCuration } from './lake/curation';
import { benchHistory } from './lake/history';

const asked = readArguments(process.argv.slice(2), {
  events: { kind: 'number', help: 'of the day that is curated (1000000)' },
  days: { kind: 'number', help: 'of the history (400)' },
  'sessions-per-day': { kind: 'number', help: 'of the history (500)' },
  'curated-days': { kind: 'number', help: 'how many of them are curated, the oldest (all)' },
  only: { kind: 'text', help: 'curation or history' },
});
quietSdk();

const bench = async () => ({
  ...(asked.only !== 'history' && { curation: await benchCuration(asked.events ?? 1_000_000) }),
  ...(asked.only !== 'curation' && {
    history: await benchHistory(asked.days ?? 400, asked['sessions-per-day'] ?? 500, asked['curated-days']),
  }),
});

bench().then(
  (results) => {
    console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
    if (!Object.values(results).every(({ ok }) => ok)) process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
