import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { AlarmTopic } from '../foundation/alarm-topic';
import { QualityAlarms } from './quality-alarms';
import { WatchQuality } from './watch-quality';
import type { IngestStack } from '../ingest/ingest-stack';

/** Whether playback breaks: playback-quality → watch-quality → metrics → alarms → people. */
export class QualityStack extends Stack {
  readonly watchQuality: WatchQuality;
  readonly topic: AlarmTopic;
  readonly alarms: QualityAlarms;

  constructor(scope: Construct, id: string, stage: StageConfig, { quality }: IngestStack, props?: StackProps) {
    super(scope, id, props);
    this.watchQuality = new WatchQuality(this, 'WatchQuality', { stage, quality });
    this.topic = new AlarmTopic(this, 'AlarmTopic', stage);
    this.alarms = new QualityAlarms(this, 'Alarms', { stage, topic: this.topic });
  }
}
