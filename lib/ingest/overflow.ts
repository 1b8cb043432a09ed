import { Duration, Size } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { DrainOverflowEnv } from '../../lambdas/ingest/drain-overflow/env';
import { Handler } from '../foundation/handler';
import { WorkQueue } from '../foundation/work-queue';
import type { EventStream } from './event-stream';
import type { Quarantine } from './quarantine';

/** Properties of an {@link Overflow}. */
export interface OverflowProps {
  readonly events: EventStream;
  readonly quarantine: Quarantine;
}

const RETENTION = Duration.days(7);
const TIMEOUT = Duration.seconds(30);
const BATCHING_WINDOW = Duration.seconds(1);

/** One attempt a minute: a message becomes a dead letter after an outage of more than half a day. */
const MAX_RECEIVES = 1_000;

/** Events that a stream refused wait in this queue, and `drain-overflow` puts them back into the stream. */
export class Overflow extends WorkQueue {
  readonly drain: Handler<DrainOverflowEnv>;

  constructor(scope: Construct, id: string, { events, quarantine }: OverflowProps) {
    super(scope, id, {
      name: 'overflow',
      retention: RETENTION,
      consumerTimeout: TIMEOUT,
      batchingWindow: BATCHING_WINDOW,
      maxReceives: MAX_RECEIVES,
      maxMessageSize: Size.mebibytes(1),
      viewerData: { keeps: 'pseudonyms', ends: Duration.days(14), where: 'events that a stream refused' },
    });
    this.drain = new Handler<DrainOverflowEnv>(this, 'DrainOverflow', {
      step: 'drain-overflow',
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        QUARANTINE_STREAM_NAME: quarantine.deliveryStream.deliveryStreamName,
        OVERFLOW_QUEUE_URL: this.queue.queueUrl,
      },
      memoryMiB: 512,
      timeout: TIMEOUT,
      description: 'Puts events that a stream refused back into it.',
    });
    this.drain.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 10,
        maxBatchingWindow: BATCHING_WINDOW,
        reportBatchItemFailures: true,
      }),
    );
    events.grantPut(this.drain);
    quarantine.grantPut(this.drain);
  }
}
