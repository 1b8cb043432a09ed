import { gunzipSync, gzipSync } from 'node:zlib';
import type { PackedRecord } from '../../domain/ingest/pack-events';
import { Fields } from '../foundation/fields';

/** Records that a stream refused. They wait in the overflow queue to be put again. */
export type Overflow =
  | { readonly target: 'events'; readonly records: readonly PackedRecord[] }
  | { readonly target: 'quarantine'; readonly records: readonly string[] };

/** SQS accepts messages of 1 MiB, and base64 turns 3 bytes into 4. A record has at most about 620 KB: see MAX_BODY_BYTES. */
const MAX_MESSAGE_BYTES = 700_000;

const MESSAGE = 'overflow message';

/**
 * Encodes a message as base64 of gzipped JSON. SQS refuses some characters that the text of an event may contain, and JSON
 * within JSON would double its quotes.
 */
export const encodeOverflow = (overflow: Overflow): string => gzipSync(JSON.stringify(overflow)).toString('base64');

/** Decodes a message; throws if `collect` did not write it, so that it ends in the dead-letter queue. */
export const decodeOverflow = (body: string): Overflow => {
  const fields = Fields.parse(gunzipSync(Buffer.from(body, 'base64')).toString('utf8'), MESSAGE);
  const target = fields.oneOf('target', ['events', 'quarantine']);
  return target === 'events'
    ? { target, records: fields.list('records', decodePackedRecord) }
    : { target, records: fields.texts('records') };
};

const decodePackedRecord = (value: unknown): PackedRecord => {
  const fields = new Fields(value, `record of the ${MESSAGE}`);
  return { bucket: fields.integer('bucket'), data: fields.text('data') };
};

/** Splits records into groups that each fit into one message. */
export const groupForMessages = <Entry>(records: readonly Entry[], bytesOf: (record: Entry) => number): Entry[][] => {
  const groups: Entry[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    bytes += bytesOf(record);
    if (bytes > MAX_MESSAGE_BYTES) {
      groups.push([]);
      bytes = bytesOf(record);
    }
    groups.at(-1)?.push(record);
  }
  return groups;
};
