import { runCommand } from '../tools/command/run-command';
import { cdkCommand } from '../tools/deploy/command';
import { synthesizeStage } from './synthesize-stage';

runCommand(cdkCommand('diff', synthesizeStage));
