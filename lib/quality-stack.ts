import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { AlarmTopic } from './constructs/alarm-topic';
import { QualityAlarms } from './constructs/quality-alarms';
import { WatchQuality } from './constructs/watch-quality';
import type { IngestStack } from './ingest-stack';

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
