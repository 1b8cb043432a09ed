import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Records that go into one object. */
export interface Batch {
  readonly path: string;
  /** The arrival time of the oldest record, epoch ms. */
  readonly arrivedAt: number;
  /** Part of the object's key: a batch that is delivered twice overwrites its own object. */
  readonly id: string;
}

interface OpenFile {
  readonly descriptor: number;
  readonly path: string;
  readonly arrivedAt: number;
  recordBytes: number;
  fileBytes: number;
}

const LENGTH_BYTES = 4;

/**
 * The undelivered records of a delivery stream, on disk: one file per future object, `.open` while it accepts records
 * and `.sealed` until it is delivered. Each record is preceded by its length: formats need the boundaries between
 * records, and a record that was cut off when the process ended must be recognizable.
 */
export class RecordBuffer {
  private open: OpenFile | undefined;

  /** Seals the files that an earlier process left open. */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.open')) renameSync(join(folder, name), join(folder, name.replace(/\.open$/, '.sealed')));
    }
  }

  /** The size of the records in the open file. */
  get bytes(): number {
    return this.open?.recordBytes ?? 0;
  }

  /** The arrival time of the oldest record in the buffer, epoch ms; undefined when the buffer is empty. */
  get oldestAt(): number | undefined {
    return this.sealed()[0]?.arrivedAt ?? this.open?.arrivedAt;
  }

  /** Writes all records or, when it throws, none. When it returns, the operating system has the records. */
  append(records: readonly Buffer[], now: number): void {
    const open = (this.open ??= this.begin(now));
    const content = Buffer.concat(records.flatMap((record) => [lengthOf(record), record]));
    try {
      for (let written = 0; written < content.length;) written += writeSync(open.descriptor, content, written);
    } catch (error) {
      ftruncateSync(open.descriptor, open.fileBytes);
      throw error;
    }
    open.fileBytes += content.length;
    open.recordBytes += content.length - LENGTH_BYTES * records.length;
  }

  /** Closes the open file, if there is one, so that it can be delivered. */
  seal(): void {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    closeSync(open.descriptor);
    renameSync(open.path, open.path.replace(/\.open$/, '.sealed'));
  }

  /** The sealed batches, oldest first. */
  sealed(): readonly Batch[] {
    return readdirSync(this.folder)
      .flatMap((name): Batch[] => {
        const [, arrivedAt, id] = /^(\d+)-([\w-]+)\.sealed$/.exec(name) ?? [];
        if (arrivedAt === undefined || id === undefined) return [];
        return [{ path: join(this.folder, name), arrivedAt: Number(arrivedAt), id }];
      })
      .sort((a, b) => a.arrivedAt - b.arrivedAt);
  }

  async read({ path }: Batch): Promise<readonly Buffer[]> {
    const content = await readFile(path);
    const records: Buffer[] = [];
    for (let at = 0; at + LENGTH_BYTES <= content.length;) {
      const start = at + LENGTH_BYTES;
      at = start + content.readUInt32BE(at);
      // An incomplete record was never acknowledged.
      if (at <= content.length) records.push(content.subarray(start, at));
    }
    return records;
  }

  discard({ path }: Batch): void {
    rmSync(path);
  }

  private begin(now: number): OpenFile {
    const path = join(this.folder, `${now}-${randomUUID()}.open`);
    return { descriptor: openSync(path, 'a'), path, arrivedAt: now, recordBytes: 0, fileBytes: 0 };
  }
}

const lengthOf = (record: Buffer): Buffer => {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(record.length);
  return length;
};
