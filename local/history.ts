import { join } from 'node:path';
import { quietSdk } from './env';
import { readHistory, HISTORY_OPTIONS } from './history/read-history';
import { tellHistory } from './history/tell-history';
import { readArguments, UsageError } from './run/arguments';
import { Terminal } from './run/terminal';

quietSdk();
const terminal = new Terminal(process.stdout);
const history = async (): Promise<void> => {
  const asked = readHistory(readArguments(process.argv.slice(2), HISTORY_OPTIONS), Date.now());
  await tellHistory(asked, join(__dirname, '../.playhead'), terminal);
};

history().catch((error: unknown) => {
  terminal.print(explain(error));
  process.exitCode = 1;
});

const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) return error.message;
  return 'code' in error && error.code === 'EADDRINUSE'
    ? 'The port is taken, by "npm start" as it seems: stop it first, for one process at a time keeps the lake.'
    : (error.stack ?? error.message);
};
