import { runCommand } from '../tools/command/run-command';
import { startCommand } from '../tools/local/start-command';

runCommand(startCommand);
