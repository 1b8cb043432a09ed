import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, type JsonObject } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';

/** One partition of a table. */
export interface Partition {
  readonly values: readonly string[];
  /** The PartitionInput of the API call, with StorageDescriptor and Parameters. */
  readonly input: JsonObject;
  /** Epoch s. */
  readonly createdAt: number;
}

/** The partitions of one table, stored in a file. Each change is one atomic write. */
export class Partitions {
  private readonly byValues = new Map<string, Partition>();

  constructor(private readonly path: string) {
    if (!existsSync(path)) return;
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    for (const partition of Array.isArray(stored) ? stored : []) {
      if (isPartition(partition)) this.byValues.set(keyOf(partition.values), partition);
    }
  }

  /** All partitions, sorted by their values. */
  get all(): readonly Partition[] {
    return [...this.byValues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, partition]) => partition);
  }

  get(values: readonly string[]): Partition | undefined {
    return this.byValues.get(keyOf(values));
  }

  /** Adds a partition, or replaces the one with the values `replaced`, by default its own. */
  put(partition: Partition, replaced: readonly string[] = partition.values): void {
    this.byValues.delete(keyOf(replaced));
    this.byValues.set(keyOf(partition.values), partition);
    this.save();
  }

  remove(values: readonly string[]): void {
    this.byValues.delete(keyOf(values));
    this.save();
  }

  /** Removes all partitions and the file. */
  delete(): void {
    this.byValues.clear();
    rmSync(this.path, { force: true });
  }

  private save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeAtomically(this.path, JSON.stringify(this.all));
  }
}

const keyOf = (values: readonly string[]): string => values.join('\0');

const isPartition = (value: unknown): value is Partition =>
  isObject(value) && Array.isArray(value['values']) && isObject(value['input']);
