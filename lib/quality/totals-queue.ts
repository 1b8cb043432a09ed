import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import { WorkQueue } from '../foundation/work-queue';

/** The timeout of publish-quality. */
export const PUBLISH_TIMEOUT = Duration.seconds(30);

/** How long Lambda gathers a batch for publish-quality. */
export const PUBLISH_WINDOW = Duration.seconds(1);

/** The totals of the batches of watch-quality, until publish-quality adds them up. Alarms cannot use older ones. */
export class TotalsQueue extends WorkQueue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'quality-totals',
      retention: Duration.days(1),
      consumerTimeout: PUBLISH_TIMEOUT,
      batchingWindow: PUBLISH_WINDOW,
      maxReceives: 5, // then watch-quality did not write it, or CloudWatch has been down for 15 minutes
      viewerData: NO_VIEWER_DATA, // sums by device class and CDN
    });
  }
}
