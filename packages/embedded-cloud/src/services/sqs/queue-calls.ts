import { type JsonObject, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { QueueCall } from './message-calls';
import type { Queue } from './queue';
import { SETTABLE, toSettings } from './queue-settings';

/** GetQueueAttributes. */
export const getQueueAttributes: QueueCall = (queue, input) => {
  const names = input.strings('AttributeNames');
  const attributes = toAttributes(queue);
  const unknown = names.find((name) => name !== 'All' && !(name in attributes) && name !== 'RedrivePolicy');
  if (unknown !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const requested = Object.entries(attributes).filter(([name]) => names.includes('All') || names.includes(name));
  return { Attributes: Object.fromEntries(requested) };
};

/** SetQueueAttributes. The change lasts until a restart, which applies the template again. */
export const setQueueAttributes: QueueCall = (queue, input) => {
  const attributes = input.object('Attributes');
  const unknown = Object.keys(attributes?.all ?? {}).find((name) => !SETTABLE.includes(name));
  if (unknown !== undefined) {
    throw new ServiceError('InvalidAttributeName', `The embedded SQS does not support the attribute ${unknown}.`);
  }
  if (attributes) queue.settings = toSettings(attributes, queue.settings);
  return {};
};

/** PurgeQueue; takes effect immediately. */
export const purgeQueue: QueueCall = (queue) => {
  queue.purge();
  return {};
};

/**
 * StartMessageMoveTask: moves the messages back to their source queues, or to the destination of the call. The task is
 * finished when the call returns.
 */
export const startMessageMoveTask = (input: Fields, find: (arn: string) => Queue | undefined): JsonObject => {
  const queueOf = (arn: string): Queue => {
    const queue = find(arn);
    if (!queue) throw new ServiceError('ResourceNotFoundException', `The queue ${arn} does not exist.`, 404);
    return queue;
  };
  const source = queueOf(input.string('SourceArn'));
  const destinationArn = input.optionalString('DestinationArn');
  const destination = destinationArn === undefined ? undefined : queueOf(destinationArn);
  source.moveAll((message) => destination ?? find(message.deadLetterSourceArn ?? ''));
  return { TaskHandle: Buffer.from(`${source.arn} ${Date.now()}`).toString('base64') };
};

const toAttributes = (queue: Queue): Readonly<Record<string, string>> => {
  const { redrive, ...numbers } = queue.settings;
  const { visible, inFlight, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
  };
};
