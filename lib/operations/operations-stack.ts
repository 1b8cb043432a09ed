import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { PipelineDashboard } from './pipeline-dashboard';
import { findRegistered } from './registered';

/** The dashboard of the whole pipeline, generated from the constructs of all other subsystems. */
export class OperationsStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string) {
    super(scope, subsystem);
    new PipelineDashboard(this, 'PipelineDashboard', findRegistered(scope));
  }
}
