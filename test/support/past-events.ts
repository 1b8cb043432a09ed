import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { VIEWING, type ViewingEvent } from '../../domain/families/viewing';
import { packEvents } from '../../domain/ingest';
import { readAccounts, writeAccounts } from '../../lambdas/ledger/account-book';
import { putToStream } from '../../lambdas/ingest/event-stream';
import { noteItems, writeNotes } from '../../lambdas/ledger/ledger-notes';
import { ledgerScopeOf } from '../../lambdas/ledger/ledger-scope';
import { aViewingEvent } from './events';
import type { Pipeline } from './pipeline';

const MINUTE_MS = 60_000;
const BUCKETS = 16;

/** In dev, the ledger follows one event in 16: those whose id ends with 0. */
const anAuditedId = (): string => `${randomUUID().slice(0, -1)}0`;

/** Events that appear to be so old that every path must have them. Their account is still open. */
export class PastEvents {
  readonly period: number;
  readonly events: readonly ViewingEvent[];
  private readonly dynamodb: DynamoDBClient;
  private readonly scope;

  constructor(
    private readonly pipeline: Pipeline,
    { count, minutesAgo }: { readonly count: number; readonly minutesAgo: number },
  ) {
    this.period = Math.floor(Date.now() / MINUTE_MS - minutesAgo) * MINUTE_MS;
    const received_at = this.period + 1_000;
    const one = () =>
      aViewingEvent({ event_id: anAuditedId(), session_id: randomUUID(), received_at, event_ts: received_at });
    this.events = Array.from({ length: count }, one);
    this.dynamodb = new DynamoDBClient(pipeline.settings);
    this.scope = ledgerScopeOf({
      LEDGER_TABLE_NAME: pipeline.cloud.nameOf('AWS::DynamoDB::GlobalTable', 'ledger'),
      ...{ LEDGER_SALTS: '1', LEDGER_PERIOD_SECONDS: '60', LEDGER_KEEP_SECONDS: '86400', AUDITED_EVENTS: '%0' },
    });
  }

  /** Writes the notes that `collect` writes for accepted events, and an open account. */
  async announce(): Promise<void> {
    await writeNotes(this.dynamodb, this.scope, noteItems('accepted', randomUUID(), this.events, this.scope));
    const account = { period: this.period, accepted: this.events.length, refused: 0, entries: {} };
    await writeAccounts(this.dynamodb, this.scope, [account]);
  }

  /** Puts some of the events into the stream. */
  async put(events: readonly ViewingEvent[]): Promise<void> {
    const kinesis = new KinesisClient(this.pipeline.settings);
    const stream = this.pipeline.cloud.nameOf('AWS::Kinesis::Stream', 'viewing-events');
    await putToStream(kinesis, stream, BUCKETS)(packEvents(VIEWING, events, BUCKETS));
    kinesis.destroy();
  }

  /** The account of the events after a run of `reconcile`. */
  async account() {
    const { cloud } = this.pipeline;
    await cloud.services.firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'raw-viewing-events'));
    await cloud.services.lambda.invoke(cloud.nameOf('AWS::Lambda::Function', 'reconcile'), {});
    const accounts = await readAccounts(this.dynamodb, this.scope.tableName, this.period);
    return accounts.find(({ period }) => period === this.period);
  }

  close(): void {
    this.dynamodb.destroy();
  }
}
