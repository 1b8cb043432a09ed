import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { LakeTables } from '../lake';
import { ExperimentViews } from './experiment-views';

/**
 * The views of the A/B platform over all history. load-warehouse creates the same views over the last seven days in the
 * warehouse.
 */
export class ExperimentsStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, tables: LakeTables) {
    super(scope, subsystem);
    new ExperimentViews(this, 'ExperimentViews', tables.database);
  }
}
