import type { Construct } from 'constructs';
import { PrivateBucket } from '../foundation/private-bucket';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import type { LakeConfig } from './config';

/** All history: raw and curated events, kept for ever in cheaper and cheaper storage that Athena can read. Access is logged. */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, config: LakeConfig) {
    const logs = new PrivateBucket(scope, 'LakeAccessLogs', {
      expiration: config.accessLogRetention,
      viewerData: NO_VIEWER_DATA, // keys of objects, and roles
    });
    super(scope, id, {
      transitions: config.tiers.map(({ storageClass, after }) => ({ storageClass, transitionAfter: after })),
      noncurrentRetention: config.noncurrentRetention,
      accessLogs: { bucket: logs, prefix: 'lake/' },
      viewerData: { keeps: 'pseudonyms', ends: 'erasure', where: 'raw events and curated tables' },
    });
  }
}
