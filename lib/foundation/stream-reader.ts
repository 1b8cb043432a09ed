import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { FailedBatches } from './failed-batches';
import type { Handler } from './handler';
import { MAXIMUM_BY_MINUTE, SUM_BY_MINUTE } from './metrics';

/** Properties of a {@link StreamReader}. */
export interface StreamReaderProps {
  readonly stream: IStream;
  readonly handler: Handler<Readonly<Record<string, string>>>;
  readonly failedBatches: FailedBatches;
  /** How many batches of one shard are processed at the same time, from 1 to 10. */
  readonly lanes: number;
  /**
   * How long a batch that fails is retried before it is stored in the failed-batches bucket. Retries are limited by age
   * and not by number, so that a table that throttles for minutes does not fail a batch.
   */
  readonly maxRecordAge: Duration;
  /** How long Lambda collects a batch. @default 1 second */
  readonly batchingWindow?: Duration;
}

/**
 * Invokes a function with batches of a stream, starting at the oldest record. A batch that keeps failing is stored in a
 * bucket.
 */
export class StreamReader extends Construct {
  private readonly source: KinesisEventSource;
  private readonly handler: Handler<Readonly<Record<string, string>>>;

  constructor(scope: Construct, id: string, props: StreamReaderProps) {
    super(scope, id);
    this.handler = props.handler;
    this.source = new KinesisEventSource(props.stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 1_000,
      maxBatchingWindow: props.batchingWindow ?? Duration.seconds(1),
      parallelizationFactor: props.lanes,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: props.maxRecordAge,
      onFailure: props.failedBatches,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.handler.addEventSource(this.source);
    props.failedBatches.grantSetAside(this.handler);
  }

  /** The age of the last record of a batch when the function receives it, ms. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.handler.metric('IteratorAge', { ...MAXIMUM_BY_MINUTE, ...options });
  }

  /** Records of batches that exceeded `maxRecordAge` and were moved to the failed-batches bucket. */
  metricFailedRecords(options?: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'OnFailureDestinationDeliveredEventCount',
      dimensionsMap: { EventSourceMappingUUID: this.source.eventSourceMappingId },
      ...SUM_BY_MINUTE,
      ...options,
    });
  }
}
