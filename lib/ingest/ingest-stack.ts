import { CfnOutput, Validations } from 'aws-cdk-lib';
import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { Collector } from './collector';
import type { IngestConfig } from './config';
import { EventStream } from './event-stream';
import { ingestAlarms } from './ingest-alarms';
import { LedgerTable, type LedgerTableProps } from './ledger-table';
import { Overflow } from './overflow';
import { ingestRows } from './pipeline-rows';
import { PseudonymKey } from './pseudonym-key';
import { QualityQueue } from './quality-queue';
import { Quarantine } from './quarantine';
import { SuppressedViewers } from './suppressed-viewers';

/** Properties of an {@link IngestStack}. */
export interface IngestStackProps {
  readonly config: IngestConfig;
  readonly notes: LedgerTableProps;
  readonly recipient: AlarmRecipient;
}

/**
 * Accepts events: players → collect → viewing-events and playback-quality, plus the overflow queue and the quarantine.
 */
export class IngestStack extends SubsystemStack {
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly quality: QualityQueue;
  readonly quarantine: Quarantine;
  readonly ledger: LedgerTable;
  readonly pseudonymKey: PseudonymKey;
  readonly suppressedViewers: SuppressedViewers;

  constructor(scope: StageScope, subsystem: string, { config, notes, recipient }: IngestStackProps) {
    super(scope, subsystem);
    const events = (this.events = new EventStream(this, 'ViewingEvents', 'viewing-events', config));
    const quarantine = (this.quarantine = new Quarantine(this, 'Quarantine', config.quarantineRetention));
    const quality = (this.quality = new QualityQueue(this, 'PlaybackQuality'));
    const pseudonymKey = (this.pseudonymKey = new PseudonymKey(this, 'PseudonymKey'));
    const suppressedViewers = (this.suppressedViewers = new SuppressedViewers(this, 'SuppressedViewers'));
    const overflow = (this.overflow = new Overflow(this, 'Overflow', { events, quarantine }));
    const ledger = (this.ledger = new LedgerTable(this, 'Ledger', notes));
    const steps = { events, overflow, quality, quarantine, pseudonymKey, suppressedViewers, ledger };
    const collector = new Collector(this, 'Collector', { config, ...steps });
    new PipelineAlarms(this, 'Alarms', recipient, ingestAlarms({ collector, overflow, quarantine }));
    this.pipelineRows.push(...ingestRows({ collector, events, quality, quarantine }));
    const reason = "CDK's Firehose construct adds a table of addresses that only destinations inside a VPC use.";
    Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::W7001', reason });
    new CfnOutput(this, 'EventsUrl', { value: collector.eventsUrl, description: 'Players POST their events here.' });
  }
}
