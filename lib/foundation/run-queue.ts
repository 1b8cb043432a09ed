import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ViewerData } from './viewer-data';
import { WorkQueue } from './work-queue';

/**
 * The timeout of a function that processes runs: a call begins steps for half a minute, and the last step may take
 * longer.
 */
export const RUN_TIMEOUT = Duration.minutes(5);

/** A run that failed three times at one step is moved to the dead-letter queue. */
const MAX_RECEIVES = 3;

/** The queue of a step whose runs are messages: each step of a run sends the message for the next one. */
export class RunQueue extends WorkQueue {
  constructor(scope: Construct, id: string, name: string, viewerData: ViewerData) {
    super(scope, id, {
      name,
      retention: Duration.days(4),
      consumerTimeout: RUN_TIMEOUT,
      maxReceives: MAX_RECEIVES,
      viewerData,
    });
  }

  /** Allows sending runs to their next step and to the dead-letter queue. */
  override grantSend(grantee: IGrantable): void {
    super.grantSend(grantee);
    this.deadLetters.grant(grantee, 'sqs:SendMessage');
  }
}
