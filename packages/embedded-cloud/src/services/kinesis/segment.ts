import { closeSync, ftruncateSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import type { StreamRecord } from '../../core/ports';
import { decodeFrame, frameEnd, frameSequence, type Frames } from './frame';

/** How many bytes one read loads, unless a single frame is larger. */
const CHUNK_BYTES = 128 * 1024;

/** The distance between two entries of the index: a read scans at most this many bytes before its first record. */
const INDEX_STRIDE_BYTES = 32 * 1024;

/** Receives each complete frame; returns true to stop the scan. */
type Visit = (buffer: Buffer, start: number, end: number, offset: number) => boolean;

/**
 * One file of a shard's log. Memory holds only a sparse index, one entry per 32 KiB; the operating system's page cache
 * holds the data. Writes and reads are synchronous: against that cache they take a few microseconds, less than a detour
 * through the thread pool.
 */
export class Segment {
  private readonly entries: { readonly sequence: number; readonly offset: number }[] = [];
  private fd: number | undefined;
  private size = 0;
  private last = 0;

  private constructor(private readonly path: string) {}

  static create(path: string): Segment {
    return new Segment(path);
  }

  /** Rebuilds the index from the file and truncates an incomplete frame that a crash left at its end. */
  static recover(path: string): Segment {
    const segment = new Segment(path);
    segment.size = statSync(path).size;
    let wholeBytes = 0;
    segment.scan(0, (buffer, start, end, offset) => {
      segment.index(frameSequence(buffer, start), offset);
      wholeBytes = offset + end - start;
      return false;
    });
    if (wholeBytes < segment.size) segment.use((fd) => ftruncateSync(fd, wholeBytes));
    segment.size = wholeBytes;
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
    for (const [index, start] of starts.entries()) this.index(sequences[index] ?? 0, this.size + start);
    this.size += bytes.length;
  }

  /** Appends the records after `after` to `into`, until it holds `limit` records or their frames exceed `maxBytes`. */
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

  /** Ends the appends; the records stay readable. */
  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  private index(sequence: number, offset: number): void {
    const newest = this.entries.at(-1);
    if (!newest || offset - newest.offset >= INDEX_STRIDE_BYTES) this.entries.push({ sequence, offset });
    this.last = sequence;
  }

  /** The last indexed offset at or before the first record after `after`. */
  private offsetAfter(after: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle]?.sequence ?? Infinity) <= after) low = middle + 1;
      else high = middle;
    }
    return this.entries[Math.max(0, low - 1)]?.offset ?? 0;
  }

  private scan(from: number, visit: Visit): void {
    if (from >= this.size) return;
    this.use((fd) => {
      let offset = from;
      for (let chunkBytes = CHUNK_BYTES; offset < this.size;) {
        const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, this.size - offset));
        const chunk = buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, offset));
        let start = 0;
        for (let end = frameEnd(chunk, start); end !== undefined; end = frameEnd(chunk, start)) {
          if (visit(chunk, start, end, offset + start)) return;
          start = end;
        }
        if (start === 0 && chunkBytes >= this.size - offset) return; // the rest of the file is an incomplete frame
        chunkBytes = start === 0 ? chunkBytes * 8 : CHUNK_BYTES;
        offset += start;
      }
    });
  }

  /**
   * Opens a closed segment for the duration of one read, so that a long retention does not exhaust file descriptors.
   */
  private use(action: (fd: number) => void): void {
    const fd = this.fd ?? openSync(this.path, 'r+');
    try {
      action(fd);
    } finally {
      if (fd !== this.fd) closeSync(fd);
    }
  }
}
