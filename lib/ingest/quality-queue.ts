import { Duration, Size } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DEAD_LETTER_RETENTION, WorkQueue } from '../foundation/work-queue';

/** The timeout of watch-quality. */
export const WATCH_TIMEOUT = Duration.seconds(30);

/** How long Lambda gathers a batch for watch-quality. */
export const WATCH_WINDOW = Duration.seconds(1);

/** Alarms cannot use older reports. */
const RETENTION = Duration.days(1);

/** If a message fails this often, collect did not write it, or CloudWatch has been down for 15 minutes. */
const MAX_RECEIVES = 5;

/**
 * The quality reports of the collector. They bypass the stream, so that the alarms keep working while the stream
 * stalls.
 */
export class QualityQueue extends WorkQueue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'playback-quality',
      retention: RETENTION,
      consumerTimeout: WATCH_TIMEOUT,
      batchingWindow: WATCH_WINDOW,
      maxReceives: MAX_RECEIVES,
      maxMessageSize: Size.kibibytes(64),
      viewerData: {
        keeps: 'pseudonyms',
        ends: DEAD_LETTER_RETENTION,
        where: '31 bits of a hash',
      },
    });
  }
}
