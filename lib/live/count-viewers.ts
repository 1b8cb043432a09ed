import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { INGEST_METRICS } from '../../domain/ingest';
import type { CountViewersEnv } from '../../lambdas/live/count-viewers/env';
import { FailedBatches } from '../foundation/failed-batches';
import { Handler } from '../foundation/handler';
import { ownMetric, SUM_BY_MINUTE } from '../foundation/metrics';
import { StreamReader } from '../foundation/stream-reader';
import type { EventStream, LedgerTable } from '../ingest';
import type { LiveConfig } from './config';
import type { PresenceTable } from './presence-table';

/** Properties of {@link CountViewers}. */
export interface CountViewersProps {
  readonly config: LiveConfig;
  readonly events: EventStream;
  readonly presence: PresenceTable;
  readonly ledger: LedgerTable;
}

/** Turns batches of the stream into presence. */
export class CountViewers extends Construct {
  readonly reader: StreamReader;

  constructor(scope: Construct, id: string, { config, events, presence, ledger }: CountViewersProps) {
    super(scope, id);
    const failedBatches = new FailedBatches(this, 'FailedBatches');
    const handler = new Handler<CountViewersEnv>(this, 'Function', {
      step: 'count-viewers',
      environment: {
        PRESENCE_TABLE_NAME: presence.tableName,
        EVENT_BUCKETS: String(events.buckets),
        PRESENCE_SALTS: String(presence.salts),
        CLOSE_AFTER_SECONDS: String(config.closeAfter.toSeconds()),
        ...ledger.environment,
        ...failedBatches.environment,
      },
      memoryMiB: 1_769,
      timeout: Duration.seconds(30),
      description: 'Turns batches of viewing events into presence per instant.',
    });
    this.reader = new StreamReader(this, 'Reader', {
      stream: events.stream,
      handler,
      failedBatches,
      lanes: config.countingLanes,
      maxRecordAge: Duration.minutes(15),
    });
    presence.grant(handler, 'dynamodb:BatchWriteItem');
    ledger.grantNotes(handler);
  }

  /** Records of the stream that this reader or another one could not parse and set aside. */
  metricUnreadable(): Metric {
    return ownMetric(this, INGEST_METRICS.unreadableRecords, SUM_BY_MINUTE);
  }
}
