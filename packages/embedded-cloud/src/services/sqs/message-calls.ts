import { type JsonObject, ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { runEach, toEntries } from './batch';
import { invalid, md5, md5OfAttributes, sizeOf, toDraft } from './message';
import type { Queue } from './queue';
import { MAX_MESSAGE_BYTES } from './queue-settings';
import { toWire } from './received-message';

/** Answers a call that is about one queue. */
export type QueueCall = (queue: Queue, input: Fields) => JsonObject | Promise<JsonObject>;

const MAX_RECEIVED = 10;
const MAX_WAIT_SECONDS = 20;
const MAX_VISIBILITY_SECONDS = 43_200;

/** SendMessage, and each entry of SendMessageBatch. */
export const sendMessage = (queue: Queue, input: Fields): JsonObject => {
  if (input.has('MessageDeduplicationId')) throw invalid('The parameter MessageDeduplicationId is for FIFO queues.');
  const message = queue.send(toDraft(input), input.optionalNumber('DelaySeconds'));
  const digests = {
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(message.systemAttributes),
  };
  return { MessageId: message.id, MD5OfMessageBody: md5(message.body), ...digests };
};

/** SendMessageBatch; an entry fails where `strikes` says so, as SQS may fail one for reasons of its own. */
export const sendMessageBatch =
  (strikes: () => boolean): QueueCall =>
  (queue, input) => {
    const entries = toEntries(input);
    const bytes = entries.reduce((sum, entry) => sum + sizeIn(entry), 0);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new ServiceError('BatchRequestTooLong', `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes.`);
    }
    return runEach(entries, (entry) => {
      if (strikes()) throw new ServiceError('ServiceUnavailable', 'Told to fail this entry.', 503);
      return sendMessage(queue, entry);
    });
  };

/** An entry that is no message counts nothing here and fails by itself later. */
const sizeIn = (entry: Fields): number => {
  try {
    return sizeOf(toDraft(entry));
  } catch {
    return 0;
  }
};

/** ReceiveMessage, with long polling. */
export const receiveMessage: QueueCall = async (queue, input) => {
  const maxMessages = optionalInteger(input, 'MaxNumberOfMessages', 1, MAX_RECEIVED) ?? 1;
  const waitSeconds = optionalInteger(input, 'WaitTimeSeconds', 0, MAX_WAIT_SECONDS);
  const visibilitySeconds = optionalInteger(input, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
  const receipts = await queue.receive(
    maxMessages,
    (waitSeconds ?? queue.settings.ReceiveMessageWaitTimeSeconds) * 1_000,
    visibilitySeconds === undefined ? undefined : visibilitySeconds * 1_000,
  );
  const systemNames = [...input.strings('MessageSystemAttributeNames'), ...input.strings('AttributeNames')];
  const names = input.strings('MessageAttributeNames');
  return receipts.length === 0 ? {} : { Messages: receipts.map((receipt) => toWire(receipt, systemNames, names)) };
};

const optionalInteger = (input: Fields, name: string, least: number, most: number): number | undefined => {
  const value = input.optionalNumber(name);
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw invalid(`Value ${value} for parameter ${name} is invalid. Reason: must be ${least} to ${most}.`);
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

/** A batch call out of a call for one entry. */
export const batchOf =
  (call: (queue: Queue, entry: Fields) => JsonObject): QueueCall =>
  (queue, input) =>
    runEach(toEntries(input), (entry) => call(queue, entry));
