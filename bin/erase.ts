import { runCommand } from '../tools/command/run-command';
import { eraseCommand } from '../tools/erase/command';

runCommand(eraseCommand);
