import { runCommand } from '../tools/command/run-command';
import { historyCommand } from '../tools/history/command';

runCommand(historyCommand);
