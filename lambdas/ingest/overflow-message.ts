import { gunzipSync, gzipSync } from 'node:zlib';
import type { PackedRecord } from '../../domain/ingest/pack-events';

/** What a stream refused, waiting in the overflow queue to be put again. */
export type Overflow =
  | { readonly target: 'events'; readonly records: readonly PackedRecord[] }
  | { readonly target: 'quarantine'; readonly records: readonly string[] };

/** SQS takes messages of 1 MiB; base64 makes 3 bytes 4. One record is at most about 620 KB: see MAX_BODY_BYTES. */
const MAX_MESSAGE_BYTES = 700_000;

/**
 * Base64 of gzipped JSON: SQS refuses some characters that an event's text may hold, and JSON within JSON doubles its
 * quotes.
 */
export const encodeOverflow = (overflow: Overflow): string => gzipSync(JSON.stringify(overflow)).toString('base64');

/** Reads a message back; throws where it is none, so that it ends in the dead-letter queue, whole. */
export const decodeOverflow = (body: string): Overflow => {
  const value: unknown = JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString('utf8'));
  if (typeof value === 'object' && value !== null && 'target' in value && 'records' in value) {
    const { target, records } = value;
    if (target === 'events' && Array.isArray(records) && records.every(isPackedRecord)) return { target, records };
    if (target === 'quarantine' && Array.isArray(records) && records.every((record) => typeof record === 'string')) {
      return { target, records };
    }
  }
  throw new Error('The message is not what collect writes to the overflow queue.');
};

const isPackedRecord = (value: unknown): value is PackedRecord =>
  typeof value === 'object' &&
  value !== null &&
  'bucket' in value &&
  Number.isSafeInteger(value.bucket) &&
  'data' in value &&
  typeof value.data === 'string';

/** Splits records into groups that fit a message each. */
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
