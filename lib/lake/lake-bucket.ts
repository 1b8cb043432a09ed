import type { Construct } from 'constructs';
import { PrivateBucket } from '../foundation/private-bucket';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import type { LakeConfig } from './config';

/**
 * All raw and curated events. They are kept for ever, in cheaper storage as they age, and Athena can always read them.
 * Access is logged.
 */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, config: LakeConfig) {
    const logs = new PrivateBucket(scope, 'LakeAccessLogs', {
      expiration: config.accessLogRetention,
      viewerData: NO_VIEWER_DATA, // access logs hold keys of objects, and roles
    });
    super(scope, id, {
      transitions: config.tiers.map(({ storageClass, after }) => ({ storageClass, transitionAfter: after })),
      noncurrentRetention: config.noncurrentRetention,
      accessLogs: { bucket: logs, prefix: 'lake/' },
      viewerData: { keeps: 'pseudonyms', ends: 'erasure', where: 'raw events and curated tables' },
    });
  }
}
