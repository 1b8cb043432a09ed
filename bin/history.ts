import { join } from 'node:path';
import { quietSdk } from '../packages/embedded-cloud/src/core/env';
import { readHistory, HISTORY_OPTIONS } from '../tools/history/read-history';
import { tellHistory } from '../tools/history/tell-history';
import { readArguments } from '../tools/local/arguments';
import { runCommand } from '../tools/local/command';
import { Terminal } from '../tools/local/terminal';

quietSdk();
const terminal = new Terminal(process.stdout);
const history = async (): Promise<number> => {
  const asked = readHistory(readArguments(process.argv.slice(2), HISTORY_OPTIONS), Date.now());
  await tellHistory(asked, join(__dirname, '../.playhead'), terminal);
  return 0;
};

runCommand((text) => terminal.print(text), history);
