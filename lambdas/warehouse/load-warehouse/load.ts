import { chunksOf, mapConcurrently, StatementFailed } from 'aws-clients';
import { addDays, dateOf, type LakeDate, MANIFESTS_PREFIX } from '../../../domain/lake';
import { type WarehouseDay, warehouseWindow } from '../../../domain/warehouse/window';
import { body } from '../../foundation/statement-body';
import { type LakeObject, readFooter } from '../../lake';
import { eraseViewers } from './erase-viewers';
import { loadProblem } from './load-problem';
import type { LoadServices } from './load-services';
import { LoadStep } from './load-step';
import {
  addColumnStatements,
  dropStatements,
  type LedgerEntry,
  loadStatements,
  prepareStatements,
  rollTo,
} from './statements';
import { take, UnloadedObjects } from './unloaded-objects';

/** The result of a run. */
export interface LoadReport {
  /** How many objects were loaded. */
  readonly loaded: number;
  /** Objects that COPY cannot load. */
  readonly leftOut: readonly LedgerEntry[];
  /** Keys of objects that the warehouse could not load within the timeout, even alone. The next run tries them again. */
  readonly postponed: readonly string[];
  /**
   * The age, at the end of the run, of the oldest object that it found unloaded, even if it was loaded since, ms; 0 if it
   * found none.
   */
  readonly lagMs: number;
  /** How many pseudonyms were erased. */
  readonly erased: number;
}

/** The report of a run that finds nothing to do. */
export const NOTHING: LoadReport = { loaded: 0, leftOut: [], postponed: [], lagMs: 0, erased: 0 };

/** Whether a run found nothing to do. */
export const isNothing = ({ loaded, leftOut, postponed, lagMs, erased }: LoadReport): boolean =>
  loaded + leftOut.length + postponed.length + lagMs + erased === 0;

const CONCURRENT_OBJECTS = 16;
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
  const erased = await eraseViewers(services, window);
  const unloaded = new UnloadedObjects(services, window, until);
  const report = await loadInSteps(services, window, unloaded.find(), until);
  await unloaded.recordChecked();
  return { ...report, erased };
};

/**
 * Erases the viewers of new suppressions and loads nothing: an erasure does not wait for the next load. Returns how many
 * pseudonyms were new.
 */
export const eraseOnly = async (services: LoadServices): Promise<number> => {
  const window = warehouseWindow(services.now());
  await roll(services, window);
  return eraseViewers(services, window);
};

/** Loads objects in steps. A step that the timeout stops is divided, and so are the next ones. */
const loadInSteps = async (
  services: LoadServices,
  window: readonly WarehouseDay[],
  unloaded: AsyncGenerator<LakeObject, void>,
  until: number,
): Promise<Omit<LoadReport, 'erased'>> => {
  const { now } = services;
  const step = await LoadStep.open(services);
  const [leftOut, postponed]: [LedgerEntry[], string[]] = [[], []];
  let waiting: readonly LedgerEntry[] = [];
  let [loaded, oldestAt] = [0, Infinity];
  while (now() < until) {
    const taken = await take(unloaded, step.objects - waiting.length);
    oldestAt = taken.reduce((oldest, { modifiedAt }) => Math.min(oldest, modifiedAt), oldestAt);
    waiting = [...waiting, ...(await decide(services.objects, taken))];
    const entries = waiting.slice(0, step.objects);
    if (entries.length === 0) break;
    const startedAt = now();
    if (await loadObjects(services, window, entries)) {
      step.succeeded(entries.length, now() - startedAt);
      loaded += entries.filter(({ reason }) => reason === undefined).length;
      leftOut.push(...entries.filter(({ reason }) => reason !== undefined));
    } else {
      await step.timedOut(entries.length);
      if (entries.length > 1) continue;
      postponed.push(...entries.map(({ key }) => key));
    }
    waiting = waiting.slice(entries.length);
  }
  await step.finish();
  return { loaded, leftOut, postponed, lagMs: oldestAt < Infinity ? now() - oldestAt : 0 };
};

/** Recreates the views if the window or their statements have changed since the last run. */
const roll = async ({ warehouse, read }: LoadServices, window: readonly WarehouseDay[]): Promise<void> => {
  const { statements, digest } = rollTo(read, window);
  if ((await warehouse.rows(body(read('last-rolled')))).some(([last]) => last === digest)) return;
  const known = (await warehouse.rows(body(read('window')))).map(([date]) => String(date));
  await addColumns(warehouse, body(read('columns')), window);
  await warehouse.transaction([...statements, ...dropStatements(window, known)]);
};

/** A call of the Data API takes at most this many statements. */
const STATEMENTS_PER_CALL = 40;

/** Adds missing columns to the existing tables. If it is interrupted, the next roll adds the rest. */
const addColumns = async (
  warehouse: LoadServices['warehouse'],
  query: string,
  window: readonly WarehouseDay[],
): Promise<void> => {
  const existing = (await warehouse.rows(query)).map(([table, column]) => [String(table), String(column)] as const);
  const statements = addColumnStatements(window, existing);
  for (const chunk of chunksOf(statements, STATEMENTS_PER_CALL)) await warehouse.transaction(chunk);
};

/** Decides which objects to load. One object that does not fit the table would fail the COPY of all objects. */
const decide = (objects: LoadServices['objects'], some: readonly LakeObject[]): Promise<readonly LedgerEntry[]> =>
  mapConcurrently(some, CONCURRENT_OBJECTS, async (object) => {
    const footer = await readFooter(objects, object);
    const reason = 'problem' in footer ? footer.problem : loadProblem(footer.schema);
    return { key: object.key, arrival: ARRIVAL.exec(object.key)?.[1] ?? '', bytes: object.bytes, reason };
  });

/** Loads objects in one transaction. Returns false, and loads none, if the warehouse stopped the transaction. */
const loadObjects = async (
  { warehouse, objects, read, copyRole, now }: LoadServices,
  window: readonly WarehouseDay[],
  entries: readonly LedgerEntry[],
): Promise<boolean> => {
  const at = now();
  const runId = new Date(at).toISOString().replace(/[-:]/g, '');
  const loadable = entries.filter(({ reason }) => reason === undefined);
  const key = `${MANIFESTS_PREFIX}/${runId}.json`;
  if (loadable.length > 0) await objects.writeText(key, toManifest(objects.bucket, loadable));
  const manifest = loadable.length > 0 ? `s3://${objects.bucket}/${key}` : undefined;
  try {
    await warehouse.transaction(loadStatements(read, window, { runId, at, manifest, role: copyRole, entries }));
    return true;
  } catch (error) {
    if (error instanceof StatementFailed && error.isStopped) return false;
    throw error;
  }
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

/** What the warehouse holds of a date. */
export interface DayRows {
  readonly events: number;
  /** The conflicts of the sessions that began on the date: see docs/playback.md. */
  readonly conflicts: number;
}

/** The rows of each shown date, by its age in days. */
export const rowsByAge = async ({ warehouse, read, now }: LoadServices): Promise<ReadonlyMap<number, DayRows>> => {
  const rows = await warehouse.rows(body(read('rows-by-day')));
  const counted = new Map(rows.map(([date, events, conflicts]) => [date, { events, conflicts }]));
  const today: LakeDate = dateOf(now());
  return new Map(
    warehouseWindow(now())
      .filter(({ isShown }) => isShown)
      .map((_, index) => {
        const { events, conflicts } = counted.get(addDays(today, -index)) ?? {};
        return [index, { events: Number(events ?? 0), conflicts: Number(conflicts ?? 0) }];
      }),
  );
};
