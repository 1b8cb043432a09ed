import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { Collector } from './collector';
import { EventStream } from './event-stream';
import { LedgerTable } from './ledger-table';
import { Overflow } from './overflow';
import { PseudonymKey } from './pseudonym-key';
import { QualityQueue } from './quality-queue';
import { Quarantine } from './quarantine';

/** The way in: players → collect → viewing-events and playback-quality, with the overflow queue and the quarantine beside them. */
export class IngestStack extends Stack {
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly quality: QualityQueue;
  readonly quarantine: Quarantine;
  /** Here, for every step on every path notes in it what it took in. */
  readonly ledger: LedgerTable;
  readonly pseudonymKey: PseudonymKey;
  readonly collector: Collector;

  constructor(scope: Construct, id: string, stage: StageConfig, props?: StackProps) {
    super(scope, id, props);
    this.events = new EventStream(this, 'ViewingEvents', stage);
    const quarantine = new Quarantine(this, 'Quarantine', stage);
    this.quarantine = quarantine;
    this.quality = new QualityQueue(this, 'PlaybackQuality', stage);
    const pseudonymKey = new PseudonymKey(this, 'PseudonymKey', stage);
    this.pseudonymKey = pseudonymKey;
    this.overflow = new Overflow(this, 'Overflow', { stage, events: this.events, quarantine });
    this.ledger = new LedgerTable(this, 'Ledger', stage);
    this.collector = new Collector(this, 'Collector', {
      stage,
      events: this.events,
      overflow: this.overflow,
      quality: this.quality,
      quarantine,
      pseudonymKey,
      ledger: this.ledger,
    });
    const reason = "CDK's Firehose construct brings a table of addresses that only destinations inside a VPC use.";
    Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::W7001', reason });
    new CfnOutput(this, 'EventsUrl', {
      value: this.collector.eventsUrl,
      description: 'Players POST their events here.',
    });
  }
}
