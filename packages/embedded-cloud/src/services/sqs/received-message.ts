import type { QueueMessage } from '../../core/ports';
import type { JsonObject } from '../../core/service';
import { md5, md5OfAttributes } from './message';
import type { Receipt } from './receipt-handle';

/** A received message as ReceiveMessage returns it, with the requested attributes. */
export const toWire = (receipt: Receipt, systemNames: readonly string[], names: readonly string[]): JsonObject => {
  const { message, handle } = receipt;
  const system = entriesNamed(toSystemAttributes(receipt), systemNames);
  const own = entriesNamed(message.attributes, names);
  return {
    MessageId: message.id,
    ReceiptHandle: handle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(own.length > 0 && {
      MessageAttributes: Object.fromEntries(own),
      MD5OfMessageAttributes: md5OfAttributes(Object.fromEntries(own)),
    }),
  };
};

/** A received message in the form that event sources read. */
export const toQueueMessage = (receipt: Receipt): QueueMessage => ({
  messageId: receipt.message.id,
  receiptHandle: receipt.handle,
  body: receipt.message.body,
  md5OfBody: md5(receipt.message.body),
  attributes: toSystemAttributes(receipt),
  messageAttributes: receipt.message.attributes,
});

/** A fixed value: the sender is unknown because the gateway does not verify signatures. */
const SENDER_ID = 'AIDAEMBEDDEDCLOUDSEND';

const toSystemAttributes = ({ message }: Receipt): Record<string, string> => {
  const trace = message.systemAttributes['AWSTraceHeader']?.StringValue;
  return {
    SenderId: SENDER_ID,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
    ...(trace !== undefined && { AWSTraceHeader: trace }),
  };
};

/** The attributes that match one of the names: `All`, `.*`, `prefix.*` or an exact name. */
const entriesNamed = <T>(attributes: Readonly<Record<string, T>>, names: readonly string[]): [string, T][] =>
  Object.entries(attributes).filter(([attribute]) =>
    names.some((name) => {
      if (name === 'All' || name === attribute) return true;
      return name.endsWith('.*') && attribute.startsWith(name === '.*' ? '' : name.slice(0, -1));
    }),
  );
