import { runCommand } from '../tools/command/run-command';
import { demoCommand } from '../tools/demo/command';

runCommand(demoCommand);
