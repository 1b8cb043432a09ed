import { join } from 'node:path';
import { quietSdk } from './env';
import { readHistory, HISTORY_OPTIONS } from './history/read-history';
import { tellHistory } from './history/tell-history';
import { readArguments } from './run/arguments';
import { runCommand } from './run/command';
import { Terminal } from './run/terminal';

quietSdk();
const terminal = new Terminal(process.stdout);
const history = async (): Promise<number> => {
  const asked = readHistory(readArguments(process.argv.slice(2), HISTORY_OPTIONS), Date.now());
  await tellHistory(asked, join(__dirname, '../.playhead'), terminal);
  return 0;
};

runCommand((text) => terminal.print(text), history);
