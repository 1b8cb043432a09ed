import { closeSync, ftruncateSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import type { StreamRecord } from '../../core/ports';
import { decodeFrame, frameEnd, frameSequence, type Frames } from './frame';

/** How much of the file one read brings in, unless a frame is larger. */
const CHUNK_BYTES = 128 * 1024;

/** Between two entries of the index; a read scans at most this far before its first record. */
const INDEX_STRIDE_BYTES = 32 * 1024;

/** Hands over each whole frame; returns true to stop. */
type Visit = (buffer: Buffer, start: number, end: number, offset: number) => boolean;

/**
 * One file of a shard's log. Only where every 32 KiB or so begins is held in memory; the operating system's page cache
 * is the cache. Writes and reads are synchronous: a few microseconds each against that cache, fewer than a trip
 * through the thread pool.
 */
export class Segment {
  private readonly indexed: { readonly sequence: number; readonly offset: number }[] = [];
  private fd: number | undefined;
  private size = 0;
  private last = 0;

  private constructor(private readonly path: string) {}

  static create(path: string): Segment {
    return new Segment(path);
  }

  /** Rebuilds the index from the file; a torn frame at its end, left by a crash, is cut off. */
  static recover(path: string): Segment {
    const segment = new Segment(path);
    segment.size = statSync(path).size;
    let whole = 0;
    segment.scan(0, (buffer, start, end, offset) => {
      segment.note(frameSequence(buffer, start), offset);
      whole = offset + end - start;
      return false;
    });
    if (whole < segment.size) segment.use((fd) => ftruncateSync(fd, whole));
    segment.size = whole;
    return segment;
  }

  get bytes(): number {
    return this.size;
  }

  /** The newest record's sequence; 0 when there is none. */
  get lastSequence(): number {
    return this.last;
  }

  append({ bytes, starts, sequences }: Frames): void {
    this.fd ??= openSync(this.path, 'a+');
    for (let written = 0; written < bytes.length;) written += writeSync(this.fd, bytes, written);
    for (const [index, start] of starts.entries()) this.note(sequences[index] ?? 0, this.size + start);
    this.size += bytes.length;
  }

  /** Adds to `into` the records after `after`, until there are `limit` or their frames exceed `maxBytes`. */
  read(after: number, limit: number, maxBytes: number, into: StreamRecord[]): void {
    let bytes = 0;
    this.scan(this.offsetAfter(after), (buffer, start, end) => {
      if (frameSequence(buffer, start) <= after) return false;
      bytes += end - start;
      if (bytes > maxBytes && into.length > 0) return true;
      into.push(decodeFrame(buffer, start, end));
      return into.length >= limit;
    });
  }

  /** No more appends; what is there stays readable. */
  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  private note(sequence: number, offset: number): void {
    const newest = this.indexed.at(-1);
    if (!newest || offset - newest.offset >= INDEX_STRIDE_BYTES) this.indexed.push({ sequence, offset });
    this.last = sequence;
  }

  /** The last indexed offset at or before the first record after `after`. */
  private offsetAfter(after: number): number {
    let low = 0;
    let high = this.indexed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.indexed[middle]?.sequence ?? Infinity) <= after) low = middle + 1;
      else high = middle;
    }
    return this.indexed[Math.max(0, low - 1)]?.offset ?? 0;
  }

  private scan(from: number, visit: Visit): void {
    if (from >= this.size) return;
    this.use((fd) => {
      let offset = from;
      for (let wanted = CHUNK_BYTES; offset < this.size;) {
        const buffer = Buffer.allocUnsafe(Math.min(wanted, this.size - offset));
        const chunk = buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, offset));
        let start = 0;
        for (let end = frameEnd(chunk, start); end !== undefined; end = frameEnd(chunk, start)) {
          if (visit(chunk, start, end, offset + start)) return;
          start = end;
        }
        if (start === 0 && wanted >= this.size - offset) return; // torn: the rest of the file holds no whole frame
        wanted = start === 0 ? wanted * 8 : CHUNK_BYTES;
        offset += start;
      }
    });
  }

  /** Old segments are opened for each read, so that a long retention does not hold a descriptor for each. */
  private use(action: (fd: number) => void): void {
    const fd = this.fd ?? openSync(this.path, 'r+');
    try {
      action(fd);
    } finally {
      if (fd !== this.fd) closeSync(fd);
    }
  }
}
