import { runCommand } from '../tools/command/run-command';
import { trinoCommand } from '../tools/trino/command';

runCommand(trinoCommand);
