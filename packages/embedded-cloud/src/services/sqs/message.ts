import { createHash } from 'node:crypto';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';

const MAX_ATTRIBUTES = 10;

/** As on the wire: a binary value is Base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** By name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a sender gives. */
export interface Draft {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The system attribute AWSTraceHeader, the only one a sender may set. */
  readonly systemAttributes: MessageAttributes;
}

/** A message as a queue keeps it; times are epoch ms. */
export interface Message extends Draft {
  readonly id: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number | undefined;
  /** The queue that gave the message up, where this one is its dead-letter queue. */
  readonly deadLetterSourceArn?: string | undefined;
}

/** The message in a SendMessage call or a batch entry; throws what SQS throws for what it does not take. */
export const toDraft = (input: Fields): Draft => {
  const body = input.string('MessageBody');
  if (body === '') throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw new ServiceError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const systemAttributes = toAttributes(input.object('MessageSystemAttributes'));
  const odd = Object.keys(systemAttributes).find((name) => name !== 'AWSTraceHeader');
  if (odd !== undefined) throw invalid(`Message system attribute name '${odd}' is invalid.`);
  return { body, attributes: toAttributes(input.object('MessageAttributes')), systemAttributes };
};

/** A map of message attributes, checked; empty when absent. */
export const toAttributes = (map: Fields | undefined): MessageAttributes => {
  const names = Object.keys(map?.all ?? {});
  if (names.length > MAX_ATTRIBUTES) throw invalid(`A message has up to ${MAX_ATTRIBUTES} attributes.`);
  return Object.fromEntries(names.map((name) => [name, toAttribute(name, map?.object(name))]));
};

const toAttribute = (name: string, fields: Fields | undefined): MessageAttribute => {
  if (!/^(?!aws\.|amazon\.)[\w.-]{1,256}$/i.test(name)) throw invalid(`Message attribute name '${name}' is invalid.`);
  const DataType = fields?.optionalString('DataType') ?? '';
  const [, kind] = /^(String|Number|Binary)(\..{1,249})?$/.exec(DataType) ?? [];
  if (kind === undefined) throw invalid(`The message attribute '${name}' has an invalid message attribute type.`);
  const member = kind === 'Binary' ? 'BinaryValue' : 'StringValue';
  const value = fields?.optionalString(member) ?? '';
  if (value === '' || (kind === 'Number' && !Number.isFinite(Number(value)))) {
    throw invalid(`The message attribute '${name}' must contain a valid ${member} for its type ${DataType}.`);
  }
  return { DataType, [member]: value };
};

/** What counts against the size limit: the body, and each attribute's name, type and value. */
export const sizeOf = ({ body, attributes }: Draft): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) => sum + Buffer.byteLength(name + attribute.DataType) + valueOf(attribute).length,
    Buffer.byteLength(body),
  );

/** MD5 in hex. */
export const md5 = (content: string | Buffer): string => createHash('md5').update(content).digest('hex');

/**
 * MD5 of attributes as the SDKs verify it: sorted by name, each part led by its length in four bytes. Source: SQS developer
 * guide, "Calculating the MD5 message digest for message attributes". Undefined when there are none.
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const parts = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, attribute]) => [
      withLength(Buffer.from(name)),
      withLength(Buffer.from(attribute.DataType)),
      Buffer.of(attribute.BinaryValue === undefined ? 1 : 2),
      withLength(valueOf(attribute)),
    ]);
  return parts.length === 0 ? undefined : md5(Buffer.concat(parts));
};

const valueOf = ({ StringValue, BinaryValue }: MessageAttribute): Buffer =>
  BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The error for a parameter's value that SQS does not take. */
export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterValue', message);
