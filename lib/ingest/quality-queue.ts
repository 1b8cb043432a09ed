import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** How long one call of watch-quality may take; a message stays invisible for as long as Lambda may try. */
export const WATCH_TIMEOUT = Duration.seconds(30);

/** How long watch-quality gathers a batch. */
export const WATCH_WINDOW = Duration.seconds(1);

/** A message that fails this often is not what collect writes, or CloudWatch has been down for a quarter of an hour. */
const RECEIVES_BEFORE_DEAD = 5;

/** What the collector tells the alarms, beside the stream: a stream that stalls must not blind them. */
export class QualityQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `playhead-${stage.name}-playback-quality-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName: `playhead-${stage.name}-playback-quality`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      maxMessageSizeBytes: 64 * 1024,
      retentionPeriod: Duration.days(1), // what is older tells no alarm anything
      visibilityTimeout: Duration.seconds(6 * WATCH_TIMEOUT.toSeconds() + WATCH_WINDOW.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_BEFORE_DEAD },
      removalPolicy: stage.removalPolicy,
    });
  }

  /** Lets it send messages, and nothing else. */
  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
  }
}
