import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamRecord } from '../../core/ports';
import type { Frames } from './frame';
import { Segment } from './segment';

/** A segment is closed when it reaches this size or age, because retention deletes whole segments. */
const SEGMENT_BYTES = 32 * 1024 * 1024;
const SEGMENT_MICROS = 3_600_000_000;

/** How many bytes of records one read may return. */
const READ_BYTES = 8 * 1024 * 1024;

interface Entry {
  readonly segment: Segment;
  readonly firstSequence: number;
}

/** A shard's records in order, in segment files that are named by their first sequence. */
export class ShardLog {
  private readonly entries: Entry[];

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.entries = readdirSync(folder)
      .filter((file) => file.endsWith('.log'))
      .sort()
      .map((file) => ({ segment: Segment.recover(join(folder, file)), firstSequence: Number(file.slice(0, -4)) }))
      .filter(({ segment }) => segment.lastSequence > 0);
  }

  /** The newest record's sequence; undefined when there is none. */
  get tip(): number | undefined {
    return this.entries.at(-1)?.segment.lastSequence;
  }

  append(frames: Frames): void {
    const [first] = frames.sequences;
    if (first !== undefined) this.segmentFor(first).append(frames);
  }

  /** Reads the records after `after`, oldest first: at most `limit`, and fewer when they are large. */
  read(after: number, limit: number): StreamRecord[] {
    const records: StreamRecord[] = [];
    for (const { segment } of this.entries) {
      if (segment.lastSequence <= after) continue;
      segment.read(after, limit, READ_BYTES, records);
      // The byte limit may have ended the read inside this segment: continuing with the next one would leave a gap.
      if (records.length > 0) break;
    }
    return records;
  }

  /** Deletes the segments in which every record is older than the sequence `horizon`. */
  expire(horizon: number): void {
    while ((this.entries[0]?.segment.lastSequence ?? Infinity) < horizon) this.entries.shift()?.segment.remove();
  }

  close(): void {
    this.entries.at(-1)?.segment.close();
  }

  remove(): void {
    for (const { segment } of this.entries.splice(0)) segment.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private segmentFor(sequence: number): Segment {
    const current = this.entries.at(-1);
    if (current && current.segment.bytes < SEGMENT_BYTES && sequence - current.firstSequence < SEGMENT_MICROS) {
      return current.segment;
    }
    current?.segment.close();
    const segment = Segment.create(join(this.folder, `${String(sequence).padStart(17, '0')}.log`));
    this.entries.push({ segment, firstSequence: sequence });
    return segment;
  }
}
