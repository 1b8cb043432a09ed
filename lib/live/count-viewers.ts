import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { INGEST_METRICS } from '../../domain/ingest';
import type { CountViewersEnv } from '../../lambdas/live/count-viewers/env';
import type { StageConfig } from '../stages/config';
import type { EventStream } from '../ingest/event-stream';
import { FailedBatches } from '../foundation/failed-batches';
import { Handler } from '../foundation/handler';
import type { LedgerTable } from '../ingest/ledger-table';
import { givenUpBy, MAXIMUM_BY_MINUTE, ownMetric, SUM_BY_MINUTE } from '../foundation/metrics';
import type { PresenceTable } from './presence-table';

/** Properties of a {@link CountViewers}. */
export interface CountViewersProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly presence: PresenceTable;
  readonly ledger: LedgerTable;
}

/** Turns batches of the stream into presence. A batch that fails to the end is kept, payload and all, in a bucket. */
export class CountViewers extends Construct {
  readonly handler: Handler<CountViewersEnv>;
  private readonly source: KinesisEventSource;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, events, presence, ledger }: CountViewersProps) {
    super(scope, id);
    this.stage = stage;
    const failedBatches = new FailedBatches(this, 'FailedBatches', stage);
    this.handler = new Handler<CountViewersEnv>(this, 'Function', {
      subsystem: 'live',
      step: 'count-viewers',
      stage,
      environment: {
        PRESENCE_TABLE_NAME: presence.tableName,
        EVENT_BUCKETS: String(events.buckets),
        PRESENCE_SALTS: String(presence.salts),
        CLOSE_AFTER_SECONDS: String(stage.closeAfter.toSeconds()),
        ...ledger.environment,
        ...failedBatches.environment,
      },
      memoryMiB: 1_769,
      timeout: Duration.seconds(30),
      description: 'Turns batches of viewing events into presence per instant.',
    });
    this.source = new KinesisEventSource(events.stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 1_000,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: stage.countingLanes,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // By age, not by count: a table that throttles for minutes must not cost a batch, and nobody else writes the stream.
      maxRecordAge: Duration.minutes(15),
      onFailure: failedBatches,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.handler.addEventSource(this.source);
    presence.grant(this.handler, 'dynamodb:BatchWriteItem');
    ledger.grantNotes(this.handler);
    failedBatches.grantSetAside(this.handler);
  }

  /** How old the last record of a batch is when it is counted, ms. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.handler.metric('IteratorAge', { ...MAXIMUM_BY_MINUTE, ...options });
  }

  /** Records of the stream that it, or another reader, could not read and set aside. */
  metricUnreadable(): Metric {
    return ownMetric(this.stage, INGEST_METRICS.unreadableRecords, SUM_BY_MINUTE);
  }

  /** Records in batches that were given up and kept in the bucket. */
  metricGivenUp(options?: MetricOptions): Metric {
    return givenUpBy(this.source, options);
  }
}
