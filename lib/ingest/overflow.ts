import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DrainOverflowEnv } from '../../lambdas/ingest/drain-overflow/env';
import type { StageConfig } from '../stages/config';
import type { EventStream } from './event-stream';
import { Handler } from '../foundation/handler';
import type { Quarantine } from './quarantine';

/** Properties of an {@link Overflow}. */
export interface OverflowProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly quarantine: Quarantine;
}

/** SQS' longest. A message that is dead after a day of trying waits for an operator this long. */
const DEAD_LETTER_RETENTION = Duration.days(14);

/** Tried at most a minute apart: half a day and more of an outage that nobody ends. */
const RECEIVES_BEFORE_DEAD = 1_000;

/** What a stream refuses waits here, and `drain-overflow` brings it back. */
export class Overflow extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly drain: Handler<DrainOverflowEnv>;

  constructor(scope: Construct, id: string, { stage, events, quarantine }: OverflowProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    const maxBatchingWindow = Duration.seconds(1);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `playhead-${stage.name}-overflow-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      removalPolicy: stage.removalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName: `playhead-${stage.name}-overflow`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      maxMessageSizeBytes: 1024 * 1024,
      retentionPeriod: Duration.days(7),
      removalPolicy: stage.removalPolicy,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds() + maxBatchingWindow.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_BEFORE_DEAD },
    });
    const drain = (this.drain = new Handler<DrainOverflowEnv>(this, 'DrainOverflow', {
      subsystem: 'ingest',
      step: 'drain-overflow',
      stage,
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        QUARANTINE_STREAM_NAME: quarantine.deliveryStream.deliveryStreamName,
        OVERFLOW_QUEUE_URL: this.queue.queueUrl,
      },
      memoryMiB: 512,
      timeout,
      description: 'Puts back into the streams what they refused when it came.',
    }));
    drain.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, maxBatchingWindow, reportBatchItemFailures: true }),
    );
    events.grantPut(drain);
    quarantine.grantPut(drain);
  }
}
