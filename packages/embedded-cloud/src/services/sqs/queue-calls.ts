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
  const asked = Object.entries(attributes).filter(([name]) => names.includes('All') || names.includes(name));
  return { Attributes: Object.fromEntries(asked) };
};

/** SetQueueAttributes: holds until a restart, which goes by the template again. */
export const setQueueAttributes: QueueCall = (queue, input) => {
  const attributes = input.object('Attributes');
  const unknown = Object.keys(attributes?.all ?? {}).find((name) => !SETTABLE.includes(name));
  if (unknown !== undefined) {
    throw new ServiceError('InvalidAttributeName', `The embedded SQS does not run the attribute ${unknown}.`);
  }
  if (attributes) queue.settings = toSettings(attributes, queue.settings);
  return {};
};

/** PurgeQueue: at once. */
export const purgeQueue: QueueCall = (queue) => {
  queue.purge();
  return {};
};

/** StartMessageMoveTask: back to the queues the messages came from, or to the one named; at once and whole. */
export const startMessageMoveTask = (input: Fields, find: (arn: string) => Queue | undefined): JsonObject => {
  const existing = (arn: string): Queue => {
    const queue = find(arn);
    if (!queue) throw new ServiceError('ResourceNotFoundException', `There is no queue ${arn}.`, 404);
    return queue;
  };
  const source = existing(input.string('SourceArn'));
  const destinationArn = input.optionalString('DestinationArn');
  const destination = destinationArn === undefined ? undefined : existing(destinationArn);
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
