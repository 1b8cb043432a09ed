import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { AlarmTopic } from './alarm-topic';
import type { AlertsConfig } from './config';

/** Where every alarm of a stage goes. A stack of its own and the first one, so that any subsystem can alarm. */
export class AlertsStack extends SubsystemStack {
  readonly topic: AlarmTopic;

  constructor(scope: StageScope, subsystem: string, config: AlertsConfig) {
    super(scope, subsystem);
    this.topic = new AlarmTopic(this, 'AlarmTopic', config.address);
  }
}
