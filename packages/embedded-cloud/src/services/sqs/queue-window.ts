import { MetricWindow } from '../../core/metric-window';

/** The metrics that SQS publishes about a queue. */
export const toQueueWindow = (QueueName: string): MetricWindow =>
  new MetricWindow(
    { namespace: 'AWS/SQS', dimensions: { QueueName } },
    ['NumberOfMessagesSent', 'NumberOfMessagesReceived', 'NumberOfMessagesDeleted'],
    { ApproximateAgeOfOldestMessage: 'Seconds' },
  );
