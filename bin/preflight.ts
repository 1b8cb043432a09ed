import { runCommand } from '../tools/command/run-command';
import { preflightCommand } from '../tools/preflight/command';
import { synthesizeStage } from './synthesize-stage';

runCommand(preflightCommand(synthesizeStage));
