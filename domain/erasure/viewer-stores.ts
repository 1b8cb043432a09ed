import { addDays, type LakeDate } from '../lake';
import type { Removed } from './erasure';

/** A store that keeps data about viewers, as its construct declares it. */
export interface ViewerStore {
  readonly subsystem: string;
  /** The path of its construct in the subsystem's stack. */
  readonly store: string;
  /** What it keeps, such as `pseudonyms`. */
  readonly keeps: string;
  readonly where?: string | undefined;
  /** After how many days everything is deleted; undefined if an erasure deletes it. */
  readonly days?: number | undefined;
  /** Copies that outlive deleted data, such as old versions of objects, and for how many days. */
  readonly copies?: string | undefined;
  readonly copiesDays?: number | undefined;
}

/** A store from which an erasure has removed the viewer. */
export interface ErasedStore {
  readonly store: string;
  /** Rows or items. */
  readonly removed: number;
}

/** Data that an erasure does not remove, because it is deleted on a date. */
export interface RetainedData {
  readonly store: string;
  readonly what: string;
  /** The last date on which it may exist. */
  readonly until: LakeDate;
}

/** Stores delete expired data within a day: S3 rounds to the next midnight in UTC. */
const DELETION_DAYS = 1;

/** The prefix of the warehouse's tables in the row counts of an erasure. */
const WAREHOUSE_ROWS = 'warehouse_';

/** What an erasure has removed from each store that it empties. */
const COUNTS: Readonly<Record<string, (removed: Removed) => number>> = {
  'lake/LakeBucket': ({ rows }) =>
    sumOf(Object.entries(rows).map(([table, count]) => (table.startsWith(WAREHOUSE_ROWS) ? 0 : count))),
  'warehouse/Warehouse/Namespace': ({ rows }) =>
    sumOf(Object.entries(rows).map(([table, count]) => (table.startsWith(WAREHOUSE_ROWS) ? count : 0))),
  'features/Features': ({ features }) => features,
  'ingest/Quarantine/Bucket': ({ quarantined }) => quarantined,
};

/** Every store that keeps data until an erasure, with what was removed; throws for a store that no erasure empties. */
export const erasedStores = (stores: readonly ViewerStore[], removed: Removed): readonly ErasedStore[] =>
  stores
    .filter(({ days }) => days === undefined)
    .map(({ subsystem, store: path }) => {
      const store = `${subsystem}/${path}`;
      const count = COUNTS[store];
      if (!count) throw new Error(`No erasure empties the store ${store}.`);
      return { store, removed: count(removed) };
    });

/** What stays after an erasure that ends on a date, and until when. */
export const retainedData = (stores: readonly ViewerStore[], erasedOn: LakeDate): readonly RetainedData[] =>
  stores.flatMap(({ subsystem, store, keeps, where, days, copies, copiesDays = 0 }) => {
    if (days === undefined && copies === undefined) return [];
    const what = [days === undefined ? copies : keeps, where].filter((text) => text !== undefined).join(': ');
    const until = addDays(erasedOn, (days ?? 0) + copiesDays + DELETION_DAYS);
    return [{ store: `${subsystem}/${store}`, what, until }];
  });

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
