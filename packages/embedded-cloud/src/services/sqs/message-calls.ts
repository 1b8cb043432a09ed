import { type JsonObject, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { runEach, toEntries } from './batch';
import { integerInRange, invalidParameter } from './invalid-parameter';
import { md5, md5OfAttributes, sizeOf, toDraft } from './message';
import type { Queue } from './queue';
import { SETTING_RANGES } from './queue-settings';
import { toWire } from './received-message';

/** Answers a call that addresses one queue. */
export type QueueCall = (queue: Queue, input: Fields) => JsonObject | Promise<JsonObject>;

const RECEIVE_RANGES = {
  MaxNumberOfMessages: { min: 1, max: 10 },
  WaitTimeSeconds: SETTING_RANGES.ReceiveMessageWaitTimeSeconds,
  VisibilityTimeout: SETTING_RANGES.VisibilityTimeout,
};

/** SendMessage, and each entry of SendMessageBatch. */
export const sendMessage = (queue: Queue, input: Fields): JsonObject => {
  if (input.has('MessageDeduplicationId'))
    throw invalidParameter('The parameter MessageDeduplicationId requires a FIFO queue.');
  const message = queue.send(toDraft(input), input.optionalNumber('DelaySeconds'));
  const digests = {
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(message.systemAttributes),
  };
  return { MessageId: message.id, MD5OfMessageBody: md5(message.body), ...digests };
};

/**
 * SendMessageBatch. An entry fails when `strikes` returns true, because SQS may fail single entries for internal
 * reasons.
 */
export const sendMessageBatch =
  (strikes: () => boolean): QueueCall =>
  (queue, input) => {
    const entries = toEntries(input);
    const bytes = entries.reduce((sum, entry) => sum + sizeIn(entry), 0);
    const { messageBatchBytes } = queue.limits;
    if (bytes > messageBatchBytes) {
      throw new ServiceError('BatchRequestTooLong', `Batch requests cannot be longer than ${messageBatchBytes} bytes.`);
    }
    return runEach(entries, (entry) => {
      if (strikes()) throw new ServiceError('ServiceUnavailable', 'An injected fault failed this entry.', 503);
      return sendMessage(queue, entry);
    });
  };

/** The size of an entry; 0 for an invalid one, which fails later without failing the others. */
const sizeIn = (entry: Fields): number => {
  try {
    return sizeOf(toDraft(entry));
  } catch {
    return 0;
  }
};

/** ReceiveMessage, with long polling. */
export const receiveMessage: QueueCall = async (queue, input) => {
  const maxMessages = optionalInteger(input, 'MaxNumberOfMessages') ?? 1;
  const waitSeconds = optionalInteger(input, 'WaitTimeSeconds');
  const visibilitySeconds = optionalInteger(input, 'VisibilityTimeout');
  const receipts = await queue.receive(
    maxMessages,
    (waitSeconds ?? queue.settings.ReceiveMessageWaitTimeSeconds) * 1_000,
    visibilitySeconds === undefined ? undefined : visibilitySeconds * 1_000,
  );
  const systemNames = [...input.strings('MessageSystemAttributeNames'), ...input.strings('AttributeNames')];
  const names = input.strings('MessageAttributeNames');
  return receipts.length === 0 ? {} : { Messages: receipts.map((receipt) => toWire(receipt, systemNames, names)) };
};

const optionalInteger = (input: Fields, name: keyof typeof RECEIVE_RANGES): number | undefined => {
  const value = input.optionalNumber(name);
  return value === undefined ? undefined : integerInRange(name, value, RECEIVE_RANGES[name]);
};

/** DeleteMessage, and each entry of DeleteMessageBatch. */
export const deleteMessage = (queue: Queue, input: Fields): JsonObject => {
  queue.remove(input.string('ReceiptHandle'));
  return {};
};

/** ChangeMessageVisibility, and each entry of ChangeMessageVisibilityBatch. */
export const changeMessageVisibility = (queue: Queue, input: Fields): JsonObject => {
  queue.changeVisibility(input.string('ReceiptHandle'), input.number('VisibilityTimeout'));
  return {};
};

/** Makes a batch call from the call for one entry. */
export const batchOf =
  (call: (queue: Queue, entry: Fields) => JsonObject): QueueCall =>
  (queue, input) =>
    runEach(toEntries(input), (entry) => call(queue, entry));
