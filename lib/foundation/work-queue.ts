import { Duration, type Size } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAXIMUM_BY_MINUTE } from './metrics';
import { nameIn, settingsOf } from './subsystem-stack';
import { declareViewerData, type ViewerData } from './viewer-data';

/** The maximum in SQS: an operator has two weeks to redrive a dead letter. */
export const DEAD_LETTER_RETENTION = Duration.days(14);

/** Properties of a {@link WorkQueue}. */
export interface WorkQueueProps {
  /** The last part of its physical name; its dead-letter queue is named `<name>-dead-letters`. */
  readonly name: string;
  /** How long a message may wait. */
  readonly retention: Duration;
  /** The timeout of the function that processes the messages. */
  readonly consumerTimeout: Duration;
  /** How long the event source collects a batch. @default - it does not wait */
  readonly batchingWindow?: Duration;
  /** A message that has been received this often is moved to the dead-letter queue. */
  readonly maxReceives: number;
  /** @default - the default of SQS */
  readonly maxMessageSize?: Size;
  readonly viewerData: ViewerData;
}

/** The work queue of one function, with its dead-letter queue: encrypted, TLS only. */
export class WorkQueue extends Construct {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { consumerTimeout, batchingWindow = Duration.seconds(0), maxMessageSize } = props;
    this.name = props.name;
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: settingsOf(this).removalPolicy,
      ...(maxMessageSize && { maxMessageSizeBytes: maxMessageSize.toBytes() }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...common,
      queueName: nameIn(this, `${props.name}-dead-letters`),
      retentionPeriod: DEAD_LETTER_RETENTION,
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName: nameIn(this, props.name),
      retentionPeriod: props.retention,
      // AWS asks for six times the timeout: Lambda retries a batch that it could not invoke.
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds() + batchingWindow.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceives },
    });
    for (const queue of [this.queue, this.deadLetters]) declareViewerData(queue, props.viewerData);
  }

  /** Allows sending messages to the queue. */
  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
  }

  /** Age of the oldest message, s. */
  metricAge(label = this.name): IMetric {
    return this.queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM_BY_MINUTE, label });
  }

  /** Messages that wait. */
  metricDepth(label = this.name): IMetric {
    return this.queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM_BY_MINUTE, label });
  }

  /** Messages in the dead-letter queue. */
  metricDeadLetters(label = this.name): IMetric {
    return this.deadLetters.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM_BY_MINUTE, label });
  }
}
