import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { AlarmTopic } from './alarm-topic';
import type { AlertsConfig } from './config';
import { CostBudget } from './cost-budget';

/** The alarm topic and the budget of a stage. The topic is created in its own stack, and first, so that any subsystem can use it. */
export class AlertsStack extends SubsystemStack {
  readonly topic: AlarmTopic;

  constructor(scope: StageScope, subsystem: string, config: AlertsConfig) {
    super(scope, subsystem);
    this.topic = new AlarmTopic(this, 'AlarmTopic', config);
    new CostBudget(this, 'CostBudget', config);
  }
}
