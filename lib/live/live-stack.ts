import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { CountViewers } from './count-viewers';
import { LiveCountsTable } from './live-counts-table';
import { PresenceTable } from './presence-table';
import { PublishCounts } from './publish-counts';
import type { IngestStack } from '../ingest/ingest-stack';

/** How many are watching now: viewing-events → count-viewers → presence → publish-counts → live counts. */
export class LiveStack extends Stack {
  readonly presence: PresenceTable;
  readonly liveCounts: LiveCountsTable;
  readonly countViewers: CountViewers;
  readonly publishCounts: PublishCounts;

  constructor(
    scope: Construct,
    id: string,
    stage: StageConfig,
    { events, overflow, ledger }: IngestStack,
    props?: StackProps,
  ) {
    super(scope, id, props);
    this.presence = new PresenceTable(this, 'Presence', stage);
    this.liveCounts = new LiveCountsTable(this, 'LiveCounts', stage);
    const { presence, liveCounts } = this;
    this.countViewers = new CountViewers(this, 'CountViewers', { stage, events, presence, ledger });
    this.publishCounts = new PublishCounts(this, 'PublishCounts', { stage, events, overflow, presence, liveCounts });
  }
}
