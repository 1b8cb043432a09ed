import { defineSubsystem } from '../foundation/subsystem';
import { OperationsStack } from './operations-stack';

export { runbookPage } from './runbook-page';

/**
 * Operations: the overview of the pipeline. It is created last, because it shows constructs of all other subsystems.
 */
export const operations = defineSubsystem('operations', (stage, name) => new OperationsStack(stage, name));
