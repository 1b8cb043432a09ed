import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** One call takes steps for half a minute; looking at a date's objects may take longer. */
export const RUN_TIMEOUT = Duration.minutes(5);

/** Where runs of a kind travel from step to step, and where those lie that failed three times over. */
export class RunQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, stage: StageConfig, kind: 'curation' | 'erasure' | 'rebuild') {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `playhead-${stage.name}-${kind}-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stage.removalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName: `playhead-${stage.name}-${kind}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.minutes(6 * RUN_TIMEOUT.toMinutes()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
      removalPolicy: stage.removalPolicy,
    });
  }

  /** Lets it send runs on, and lay them aside. */
  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
    this.deadLetters.grant(grantee, 'sqs:SendMessage');
  }
}
