import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { graph } from '../foundation/widgets';
import type { EventStream, LedgerTable, Overflow } from '../ingest';
import type { LiveConfig } from './config';
import { CountViewers } from './count-viewers';
import { liveAlarms } from './live-alarms';
import { LiveCountsTable } from './live-counts-table';
import { LiveDashboard } from './live-dashboard';
import { PresenceTable } from './presence-table';
import { PublishCounts } from './publish-counts';
import { ShowTopTitles } from './show-top-titles';

/** Properties of a {@link LiveStack}. */
export interface LiveStackProps {
  readonly config: LiveConfig;
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly ledger: LedgerTable;
  readonly recipient: AlarmRecipient;
}

/** Counts concurrent streams: viewing-events → count-viewers → presence → publish-counts → live counts. */
export class LiveStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, props: LiveStackProps) {
    super(scope, subsystem);
    const { config, events, overflow, ledger, recipient } = props;
    const presence = new PresenceTable(this, 'Presence', config.presenceSalts);
    const liveCounts = new LiveCountsTable(this, 'LiveCounts');
    const countViewers = new CountViewers(this, 'CountViewers', { config, events, presence, ledger });
    const publishCounts = new PublishCounts(this, 'PublishCounts', { config, events, overflow, presence, liveCounts });
    const showTopTitles = new ShowTopTitles(this, 'ShowTopTitles', liveCounts);
    new PipelineAlarms(this, 'Alarms', recipient, liveAlarms({ countViewers, publishCounts }));
    new LiveDashboard(this, 'Dashboard', { publishCounts, showTopTitles });
    this.pipelineRows.push([
      graph('Lag of count-viewers (ms)', [countViewers.reader.metricIteratorAge({ label: 'iterator age' })]),
      graph('Freshness of live counts (ms)', [publishCounts.metricDelay()]),
    ]);
  }
}
