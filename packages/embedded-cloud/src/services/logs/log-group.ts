import { closeSync, createReadStream, existsSync, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fields } from '../../core/fields';
import { isObject } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';
import type { LogEvent } from './log-event';

/** A group keeps at most two files of this size: when one is full, the older one is deleted. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
const DAY_MS = 86_400_000;

/** The settings of a log group, in its file `group.json`. */
interface GroupSettings {
  /** Epoch ms. */
  readonly createdAt: number;
  /** Undefined: events never expire. */
  readonly retentionDays: number | undefined;
  readonly kmsKeyId: string | undefined;
  /** The streams that calls created, with the epoch ms of their creation; others exist because they have events. */
  readonly streams: Readonly<Record<string, number>>;
  /** The id of the last event that a deleted stream had: a later stream of that name begins after it. */
  readonly deletedUpTo: Readonly<Record<string, number>>;
}

/** A log group: a folder with its settings and its events as JSON lines. Reads go to the files; nothing stays in memory. */
export class LogGroup {
  private fd: number | undefined;
  private bytes = 0;
  private lastId = 0;
  private stored: GroupSettings | undefined;

  constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  get settings(): GroupSettings {
    return (this.stored ??= this.readSettings());
  }

  change(changes: Partial<GroupSettings>): void {
    const settings = { ...this.settings, ...changes };
    if (existsSync(this.settingsPath) && JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.stored = settings;
    mkdirSync(this.folder, { recursive: true });
    writeAtomically(this.settingsPath, JSON.stringify(settings));
  }

  append(events: readonly Omit<LogEvent, 'id'>[]): void {
    if (this.bytes > MAX_FILE_BYTES) this.rotate();
    const lines = events.map((event) => {
      this.lastId = Math.max(this.lastId + 1, this.now() * 1_000);
      return `${JSON.stringify({ id: this.lastId, ...event })}\n`;
    });
    this.bytes += writeSync(this.fd ?? this.open(), lines.join(''));
  }

  /** The events that have not expired, in the order of their arrival. */
  async *events(): AsyncGenerator<LogEvent> {
    const { retentionDays, deletedUpTo } = this.settings;
    const oldest = retentionDays === undefined ? 0 : this.now() - retentionDays * DAY_MS;
    for (const path of [this.olderPath, this.path]) {
      if (!existsSync(path)) continue;
      for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
        const event = parseEvent(line);
        if (event && event.timestamp >= oldest && event.id > (deletedUpTo[event.stream] ?? 0)) yield event;
      }
    }
  }

  /** The size of the group's files. */
  get storedBytes(): number {
    return [this.olderPath, this.path].reduce((sum, path) => sum + (statSync(path, QUIET)?.size ?? 0), 0);
  }

  delete(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private get path(): string {
    return join(this.folder, 'events.jsonl');
  }

  private get olderPath(): string {
    return join(this.folder, 'events.1.jsonl');
  }

  private get settingsPath(): string {
    return join(this.folder, 'group.json');
  }

  private open(): number {
    mkdirSync(this.folder, { recursive: true });
    this.deleteExpired();
    this.fd = openSync(this.path, 'a');
    this.bytes = fstatSync(this.fd).size;
    return this.fd;
  }

  private rotate(): void {
    this.close();
    renameSync(this.path, this.olderPath);
    this.bytes = 0;
  }

  /** Deletes files to which nothing was added during the retention. */
  private deleteExpired(): void {
    const { retentionDays } = this.settings;
    if (retentionDays === undefined) return;
    for (const path of [this.olderPath, this.path]) {
      const changedAt = statSync(path, QUIET)?.mtimeMs ?? Infinity;
      if (changedAt < this.now() - retentionDays * DAY_MS) rmSync(path);
    }
  }

  private readSettings(): GroupSettings {
    const fields = existsSync(this.settingsPath)
      ? Fields.parse(readFileSync(this.settingsPath, 'utf8'))
      : new Fields({});
    return {
      createdAt: fields.optionalNumber('createdAt') ?? this.now(),
      retentionDays: fields.optionalNumber('retentionDays'),
      kmsKeyId: fields.optionalString('kmsKeyId'),
      streams: numbersIn(fields.object('streams')),
      deletedUpTo: numbersIn(fields.object('deletedUpTo')),
    };
  }
}

const QUIET = { throwIfNoEntry: false } as const;

const numbersIn = (fields: Fields | undefined): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.keys(fields?.all ?? {}).map((name) => [name, fields?.number(name) ?? 0]));

/** Undefined for a line that is still being written, or that a crash cut off. */
const parseEvent = (line: string): LogEvent | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isEvent = (value: unknown): value is LogEvent =>
  isObject(value) &&
  typeof value['id'] === 'number' &&
  typeof value['timestamp'] === 'number' &&
  typeof value['stream'] === 'string' &&
  typeof value['message'] === 'string';
