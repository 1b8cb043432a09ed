import { type Option, readArguments } from '../local/arguments';
import { runCommand } from '../local/command';
import { quietSdk } from '../../packages/embedded-cloud/src/core/env';
import { benchCuration } from './lake/curation';
import { benchHistory } from './lake/history';

const OPTIONS = {
  events: { kind: 'number', help: 'of the day that is curated (1000000)' },
  days: { kind: 'number', help: 'of the history (400)' },
  'sessions-per-day': { kind: 'number', help: 'of the history (500)' },
  'curated-days': { kind: 'number', help: 'how many of them are curated, the oldest (all)' },
  only: { kind: 'text', help: 'curation or history' },
} satisfies Record<string, Option>;

const bench = async (): Promise<number> => {
  const asked = readArguments(process.argv.slice(2), OPTIONS);
  const results = {
    ...(asked.only !== 'history' && { curation: await benchCuration(asked.events ?? 1_000_000) }),
    ...(asked.only !== 'curation' && {
      history: await benchHistory(asked.days ?? 400, asked['sessions-per-day'] ?? 500, asked['curated-days']),
    }),
  };
  console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
  return Object.values(results).every(({ ok }) => ok) ? 0 : 1;
};

quietSdk();
runCommand(console.error, bench);
