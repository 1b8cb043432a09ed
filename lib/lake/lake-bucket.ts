import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { PrivateBucket } from '../foundation/private-bucket';

/** All history: raw and curated events, for ever, in ever cheaper storage that Athena still reads at once; who read it is logged. */
export class LakeBucket extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, { removalPolicy, lake }: StageConfig) {
    super(scope, id);
    const logs = new PrivateBucket(this, 'AccessLogs', { removalPolicy, expiration: lake.accessLogRetention });
    this.bucket = new PrivateBucket(this, 'Bucket', {
      removalPolicy,
      transitions: lake.tiers.map(({ storageClass, after }) => ({ storageClass, transitionAfter: after })),
      noncurrentRetention: lake.noncurrentRetention,
      accessLogs: { bucket: logs, prefix: 'lake/' },
    });
  }
}
