import { createHash } from 'node:crypto';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { invalidParameter } from './invalid-parameter';

const MAX_ATTRIBUTES = 10;

/** An attribute as on the wire: a binary value is Base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** The attributes of a message, by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** The content of a message, as its sender supplies it. */
export interface Draft {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The system attribute AWSTraceHeader, the only one a sender may set. */
  readonly systemAttributes: MessageAttributes;
}

/** A message in a queue; times are epoch ms. */
export interface Message extends Draft {
  readonly id: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number | undefined;
  /** The queue that moved the message to this dead-letter queue. */
  readonly deadLetterSourceArn?: string | undefined;
}

/** Parses the message in a SendMessage call or in a batch entry; throws the error of SQS when it is invalid. */
export const toDraft = (input: Fields): Draft => {
  const body = input.string('MessageBody');
  if (body === '') throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw new ServiceError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const systemAttributes = toAttributes(input.object('MessageSystemAttributes'));
  const unknown = Object.keys(systemAttributes).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined) throw invalidParameter(`Message system attribute name '${unknown}' is invalid.`);
  return { body, attributes: toAttributes(input.object('MessageAttributes')), systemAttributes };
};

/** Validates a map of message attributes; empty when it is absent. */
export const toAttributes = (map: Fields | undefined): MessageAttributes => {
  const names = Object.keys(map?.all ?? {});
  if (names.length > MAX_ATTRIBUTES) throw invalidParameter(`A message may have at most ${MAX_ATTRIBUTES} attributes.`);
  return Object.fromEntries(names.map((name) => [name, toAttribute(name, map?.object(name))]));
};

const toAttribute = (name: string, fields: Fields | undefined): MessageAttribute => {
  if (!/^(?!aws\.|amazon\.)[\w.-]{1,256}$/i.test(name))
    throw invalidParameter(`Message attribute name '${name}' is invalid.`);
  const DataType = fields?.optionalString('DataType') ?? '';
  const [, kind] = /^(String|Number|Binary)(\..{1,249})?$/.exec(DataType) ?? [];
  if (kind === undefined)
    throw invalidParameter(`The message attribute '${name}' has an invalid message attribute type.`);
  const member = kind === 'Binary' ? 'BinaryValue' : 'StringValue';
  const value = fields?.optionalString(member) ?? '';
  if (value === '' || (kind === 'Number' && !Number.isFinite(Number(value)))) {
    throw invalidParameter(`The message attribute '${name}' must contain a valid ${member} for its type ${DataType}.`);
  }
  return { DataType, [member]: value };
};

/** The bytes that count against the size limit: the body, and the name, type and value of each attribute. */
export const sizeOf = ({ body, attributes }: Draft): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) => sum + Buffer.byteLength(name + attribute.DataType) + valueOf(attribute).length,
    Buffer.byteLength(body),
  );

/** MD5 in hex. */
export const md5 = (content: string | Buffer): string => createHash('md5').update(content).digest('hex');

/**
 * The MD5 of attributes, which the SDKs verify: sorted by name, each part preceded by its length in four bytes. Source:
 * SQS developer guide, "Calculating the MD5 message digest for message attributes". Undefined without attributes.
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
