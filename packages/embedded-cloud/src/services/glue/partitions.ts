import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, type JsonObject } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';

/** One partition as it was put: its values, and its StorageDescriptor and Parameters beside them. */
export interface Partition {
  readonly values: readonly string[];
  readonly input: JsonObject;
  /** Epoch s. */
  readonly createdAt: number;
}

/** The partitions of one table, kept in a file: each change is one write, so that a reader sees the old or the new. */
export class Partitions {
  private readonly byValues = new Map<string, Partition>();

  constructor(private readonly path: string) {
    if (!existsSync(path)) return;
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    for (const partition of Array.isArray(kept) ? kept : []) {
      if (isPartition(partition)) this.byValues.set(keyOf(partition.values), partition);
    }
  }

  /** By their values, in order. */
  get all(): readonly Partition[] {
    return [...this.byValues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, partition]) => partition);
  }

  get(values: readonly string[]): Partition | undefined {
    return this.byValues.get(keyOf(values));
  }

  /** Takes the place of one with other values, where `former` says so. */
  put(partition: Partition, former: readonly string[] = partition.values): void {
    this.byValues.delete(keyOf(former));
    this.byValues.set(keyOf(partition.values), partition);
    this.save();
  }

  remove(values: readonly string[]): void {
    this.byValues.delete(keyOf(values));
    this.save();
  }

  private save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeAtomically(this.path, JSON.stringify(this.all));
  }
}

const keyOf = (values: readonly string[]): string => values.join('\0');

const isPartition = (value: unknown): value is Partition =>
  isObject(value) && Array.isArray(value['values']) && isObject(value['input']);
