import { runCommand } from '../tools/command/run-command';
import { smokeCommand } from '../tools/smoke/command';

runCommand(smokeCommand);
