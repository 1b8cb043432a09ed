import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { CountViewers } from './constructs/count-viewers';
import { LiveCountsTable } from './constructs/live-counts-table';
import { PresenceTable } from './constructs/presence-table';
import { PublishCounts } from './constructs/publish-counts';
import type { IngestStack } from './ingest-stack';

/** How many are watching now: viewing-events → count-viewers → presence → publish-counts → live counts. */
export class LiveStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageConfig, { events, overflow }: IngestStack, props?: StackProps) {
    super(scope, id, props);
    const presence = new PresenceTable(this, 'Presence', stage);
    const liveCounts = new LiveCountsTable(this, 'LiveCounts', stage);
    new CountViewers(this, 'CountViewers', { stage, events, presence });
    new PublishCounts(this, 'PublishCounts', { stage, events, overflow, presence, liveCounts });
  }
}
