import { defineSubsystem } from '../foundation/subsystem';
import { OperationsStack } from './operations-stack';

export { runbookPage } from './runbook-page';
export { storedViewerData } from './stored-viewer-data';

/** Operations: the view of the whole pipeline. It is created last, because it shows what the others registered. */
export const operations = defineSubsystem('operations', (stage, name) => new OperationsStack(stage, name));
