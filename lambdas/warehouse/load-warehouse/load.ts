import { chunksOf, mapConcurrently } from 'aws-clients';
import type { RedshiftQueries } from 'aws-clients/redshift';
import { addDays, dateOf, type LakeDate, MANIFESTS_PREFIX, RAW_VIEWING_EVENTS } from '../../../domain/lake';
import { type WarehouseDay, warehouseWindow } from '../../../domain/warehouse/window';
import { readSuppression, SUPPRESSIONS_PREFIX } from '../../erasure';
import { body } from '../../foundation/statement-body';
import { type LakeObject, type LakeObjects, readFooter } from '../../lake';
import { loadProblem } from './load-problem';
import {
  dropStatements,
  eraseStatements,
  type LedgerEntry,
  loadStatements,
  prepareStatements,
  type ReadSql,
  rollTo,
} from './statements';

/** What loading reads and writes. */
export interface LoadServices {
  readonly warehouse: Pick<RedshiftQueries, 'rows' | 'transaction' | 'database'>;
  readonly objects: LakeObjects;
  readonly read: ReadSql;
  /** The role with which COPY reads the lake. */
  readonly copyRole: string;
  readonly now: () => number;
}

/** The result of a run. */
export interface LoadReport {
  /** How many objects were loaded. */
  readonly loaded: number;
  /** Objects that COPY cannot load. */
  readonly leftOut: readonly LedgerEntry[];
  /**
   * The age, at the end of the run, of the oldest object that it found unloaded, even if it was loaded since, ms; 0 if it
   * found none.
   */
  readonly lagMs: number;
  /** How many pseudonyms were erased. */
  readonly erased: number;
}

/** The statement that records a load has a line for each object, and is limited to 100 KB. */
const OBJECTS_PER_LOAD = 200;
const CONCURRENT_OBJECTS = 16;
/** A statement is limited to 100 KB, and a suppression has a pseudonym for each key. */
const ERASURES_PER_TRANSACTION = 200;

/** The form of the keys that Firehose writes; it is safe in a literal of Redshift. */
const KEY = /^[\w./=+-]{1,500}$/;
const ARRIVAL = /\/dt=(\d{4}-\d{2}-\d{2})\//;

/** Creates the parts of the database that do not depend on the date. It can be repeated. */
export const prepare = async ({ warehouse, read }: LoadServices): Promise<void> =>
  warehouse.transaction(prepareStatements(read, warehouse.database));

/**
 * Loads every object of raw that is not loaded yet, each once, until all are loaded or `until` is reached. The next run finds
 * what this one did not load: only the load ledger records what is loaded.
 */
export const load = async (services: LoadServices, until: number): Promise<LoadReport> => {
  const { now } = services;
  const window = warehouseWindow(now());
  await roll(services, window);
  const erased = await erase(services, window);
  const unloaded = await findUnloaded(services, window);
  const leftOut: LedgerEntry[] = [];
  let loaded = 0;
  while (loaded + leftOut.length < unloaded.length && now() < until) {
    const from = loaded + leftOut.length;
    const entries = await decide(services.objects, unloaded.slice(from, from + OBJECTS_PER_LOAD));
    await loadObjects(services, window, entries);
    loaded += entries.filter(({ reason }) => reason === undefined).length;
    leftOut.push(...entries.filter(({ reason }) => reason !== undefined));
  }
  const [oldest] = unloaded;
  return { loaded, leftOut, erased, lagMs: oldest ? now() - oldest.modifiedAt : 0 };
};

/** Recreates the views if the window or their statements have changed since the last run. */
const roll = async ({ warehouse, read }: LoadServices, window: readonly WarehouseDay[]): Promise<void> => {
  const { statements, digest } = rollTo(read, window);
  if ((await warehouse.rows(body(read('last-rolled')))).some(([last]) => last === digest)) return;
  const known = (await warehouse.rows(body(read('window')))).map(([date]) => String(date));
  await warehouse.transaction([...statements, ...dropStatements(window, known)]);
};

/** Deletes the viewers of new suppressions; returns how many pseudonyms. */
const erase = async ({ warehouse, objects, read }: LoadServices, window: readonly WarehouseDay[]): Promise<number> => {
  const done = new Set((await warehouse.rows(body(read('erased')))).map(([key]) => key));
  const suppressions = (await objects.list(SUPPRESSIONS_PREFIX)).filter(({ key }) => KEY.test(key) && !done.has(key));
  let erased = 0;
  for (const chunk of chunksOf(suppressions, ERASURES_PER_TRANSACTION)) {
    const erasures = await mapConcurrently(chunk, CONCURRENT_OBJECTS, async ({ key }) => ({
      key,
      viewers: await readSuppression(objects, key),
    }));
    await warehouse.transaction(eraseStatements(read, window, erasures));
    erased += erasures.reduce((sum, { viewers }) => sum + viewers.length, 0);
  }
  return erased;
};

/** Objects that are not in the load ledger, oldest first. Objects that arrived before the window have no events in it. */
const findUnloaded = async (
  { warehouse, objects, read }: LoadServices,
  window: readonly WarehouseDay[],
): Promise<readonly LakeObject[]> => {
  const from = window[0]?.date ?? '';
  const processed = new Set((await warehouse.rows(body(read('processed')), { from })).map(([key]) => key));
  const found: LakeObject[] = [];
  for (const { date } of window) found.push(...(await objects.list(`${RAW_VIEWING_EVENTS.prefix}/dt=${date}/`)));
  return found
    .filter(({ key }) => KEY.test(key) && !processed.has(key))
    .sort((one, other) => one.modifiedAt - other.modifiedAt);
};

/** Decides which objects to load. One object that does not fit the table would fail the COPY of all objects. */
const decide = (objects: LakeObjects, some: readonly LakeObject[]): Promise<readonly LedgerEntry[]> =>
  mapConcurrently(some, CONCURRENT_OBJECTS, async (object) => {
    const footer = await readFooter(objects, object);
    const reason = 'problem' in footer ? footer.problem : loadProblem(footer.schema);
    return { key: object.key, arrival: ARRIVAL.exec(object.key)?.[1] ?? '', bytes: object.bytes, reason };
  });

const loadObjects = async (
  { warehouse, objects, read, copyRole, now }: LoadServices,
  window: readonly WarehouseDay[],
  entries: readonly LedgerEntry[],
): Promise<void> => {
  const at = now();
  const runId = new Date(at).toISOString().replace(/[-:]/g, '');
  const loadable = entries.filter(({ reason }) => reason === undefined);
  const key = `${MANIFESTS_PREFIX}/${runId}.json`;
  if (loadable.length > 0) await objects.writeText(key, toManifest(objects.bucket, loadable));
  const manifest = loadable.length > 0 ? `s3://${objects.bucket}/${key}` : undefined;
  await warehouse.transaction(loadStatements(read, window, { runId, at, manifest, role: copyRole, entries }));
};

/** A manifest of columnar files has their lengths. Source: "Using a manifest to specify data files", Amazon Redshift. */
const toManifest = (bucket: string, entries: readonly LedgerEntry[]): string =>
  JSON.stringify({
    entries: entries.map(({ key, bytes }) => ({
      url: `s3://${bucket}/${key}`,
      mandatory: true,
      meta: { content_length: bytes },
    })),
  });

/** The number of rows of each shown date, by its age in days. */
export const rowsByAge = async ({ warehouse, read, now }: LoadServices): Promise<ReadonlyMap<number, number>> => {
  const counted = new Map((await warehouse.rows(body(read('rows-by-day')))).map(([date, events]) => [date, events]));
  const today: LakeDate = dateOf(now());
  return new Map(
    warehouseWindow(now())
      .filter(({ isShown }) => isShown)
      .map((_, index) => [index, Number(counted.get(addDays(today, -index)) ?? 0)]),
  );
};
