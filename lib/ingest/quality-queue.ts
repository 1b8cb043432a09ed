import { Duration, Size } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import { WorkQueue } from '../foundation/work-queue';

/** The timeout of watch-quality. */
export const WATCH_TIMEOUT = Duration.seconds(30);

/** How long Lambda gathers a batch for watch-quality. */
export const WATCH_WINDOW = Duration.seconds(1);

/** Older reports are of no use to an alarm. */
const RETENTION = Duration.days(1);

/** A message that fails this often was not written by collect, or CloudWatch has been down for a quarter of an hour. */
const MAX_RECEIVES = 5;

/** The quality reports of the collector. They do not travel through the stream: a stream that stalls must not blind the alarms. */
export class QualityQueue extends WorkQueue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'playback-quality',
      retention: RETENTION,
      consumerTimeout: WATCH_TIMEOUT,
      batchingWindow: WATCH_WINDOW,
      maxReceives: MAX_RECEIVES,
      maxMessageSize: Size.kibibytes(64),
      viewerData: NO_VIEWER_DATA, // no viewer, no session, no title
    });
  }
}
