import type { StreamRecord } from '../../core/ports';
import { arrivedAt, toSequenceNumber } from './sequence';

/**
 * The layout of a record on disk: the length of the rest of the frame (u32), the sequence (f64, because microseconds
 * are integers below 2^53), the length of the partition key (u16), the partition key and the data.
 */
const LENGTH_BYTES = 4;
const HEADER_BYTES = LENGTH_BYTES + 8 + 2;

/** A record to append. `data` is base64, as in the API request, and is decoded directly into the frame. */
export interface IncomingRecord {
  readonly partitionKey: string;
  readonly data: string;
}

/** Consecutive frames in one buffer, with the offset and the sequence of each. */
export interface Frames {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly sequences: readonly number[];
}

/** Encodes the records of one shard; `sequences` has one number per record. */
export const encodeFrames = (records: readonly IncomingRecord[], sequences: readonly number[]): Frames => {
  let capacity = 0;
  for (const { partitionKey, data } of records) {
    capacity += HEADER_BYTES + Buffer.byteLength(partitionKey) + Buffer.byteLength(data, 'base64');
  }
  const buffer = Buffer.allocUnsafe(capacity);
  const starts: number[] = [];
  let end = 0;
  for (const [index, { partitionKey, data }] of records.entries()) {
    const start = end;
    starts.push(start);
    buffer.writeDoubleBE(sequences[index] ?? 0, start + LENGTH_BYTES);
    const keyBytes = buffer.write(partitionKey, start + HEADER_BYTES);
    buffer.writeUInt16BE(keyBytes, start + HEADER_BYTES - 2);
    end = start + HEADER_BYTES + keyBytes;
    end += buffer.write(data, end, 'base64');
    buffer.writeUInt32BE(end - start - LENGTH_BYTES, start);
  }
  return { bytes: buffer.subarray(0, end), starts, sequences };
};

/** The offset at which the frame at `start` ends; undefined when the buffer holds only a part of the frame. */
export const frameEnd = (buffer: Buffer, start: number): number | undefined => {
  if (start + HEADER_BYTES > buffer.length) return undefined;
  const end = start + LENGTH_BYTES + buffer.readUInt32BE(start);
  return end >= start + HEADER_BYTES && end <= buffer.length ? end : undefined;
};

/** The sequence of the frame at `start`. */
export const frameSequence = (buffer: Buffer, start: number): number => buffer.readDoubleBE(start + LENGTH_BYTES);

/** The record in the frame from `start` to `end`; its data is a view of the buffer. */
export const decodeFrame = (buffer: Buffer, start: number, end: number): StreamRecord => {
  const sequence = frameSequence(buffer, start);
  const keyEnd = start + HEADER_BYTES + buffer.readUInt16BE(start + HEADER_BYTES - 2);
  return {
    sequenceNumber: toSequenceNumber(sequence),
    partitionKey: buffer.toString('utf8', start + HEADER_BYTES, keyEnd),
    data: buffer.subarray(keyEnd, end),
    arrivedAt: arrivedAt(sequence),
  };
};
