import {
  addDays,
  dateOf,
  ERASED_VIEWERS,
  type LakeDate,
  MANIFESTS_PREFIX,
  RAW_VIEWING_EVENTS,
} from '../../../domain/lake';
import { type WarehouseDay, warehouseWindow } from '../../../domain/warehouse/window';
import type { LakeObject, LakeObjects } from '../../lake/lake-objects';
import { readFooter } from '../../lake/parquet-footer';
import { body } from '../../foundation/statement-body';
import type { RedshiftQueries } from 'aws-clients/redshift';
import { loadProblem } from './load-problem';
import { readErasure } from './read-erasure';
import {
  dropStatements,
  eraseStatements,
  type LedgerEntry,
  loadStatements,
  prepareStatements,
  type ReadSql,
  rollTo,
} from './statements';

/** What the mirror rests on. */
export interface LoadServices {
  readonly warehouse: Pick<RedshiftQueries, 'rows' | 'transaction' | 'database'>;
  readonly objects: LakeObjects;
  readonly read: ReadSql;
  /** What COPY reads the lake as. */
  readonly copyRole: string;
  readonly now: () => number;
}

/** What a run did. */
export interface Mirrored {
  readonly loaded: number;
  readonly leftOut: readonly LedgerEntry[];
  /** When the run ended, how old the oldest object was that it found waiting, loaded by then or not, ms; 0 for none. */
  readonly lagMs: number;
  /** Viewers who were erased. */
  readonly erased: number;
}

/** COPY takes many files at once; the ledger's statement has a line for each, and 100 KB. */
const OBJECTS_A_LOAD = 200;
const OBJECTS_AT_A_TIME = 16;
/** A statement takes 100 KB, and a request of erasure names a pseudonym for each key. */
const ERASURES_A_TRANSACTION = 200;

/** Keys as Firehose makes them: of others a literal of Redshift's might not be what it seems. */
const KEY = /^[\w./=+-]{1,500}$/;
const ARRIVAL = /\/dt=(\d{4}-\d{2}-\d{2})\//;

/** Makes what stands whatever the date. Done again it changes nothing. */
export const prepare = async ({ warehouse, read }: LoadServices): Promise<void> =>
  warehouse.transaction(prepareStatements(read, warehouse.database));

/**
 * Loads every object of raw that arrived since, each once, until none is left or `until` has come. What a run did not come
 * to, or failed at, the next one finds: nothing but the ledger says what is loaded.
 */
export const mirror = async (services: LoadServices, until: number): Promise<Mirrored> => {
  const { now } = services;
  const window = warehouseWindow(now());
  await roll(services, window);
  const erased = await erase(services, window);
  const waiting = await findWaiting(services, window);
  const leftOut: LedgerEntry[] = [];
  let loaded = 0;
  while (loaded + leftOut.length < waiting.length && now() < until) {
    const from = loaded + leftOut.length;
    const entries = await judge(services.objects, waiting.slice(from, from + OBJECTS_A_LOAD));
    await load(services, window, entries);
    loaded += entries.filter(({ reason }) => reason === undefined).length;
    leftOut.push(...entries.filter(({ reason }) => reason !== undefined));
  }
  const [oldest] = waiting;
  return { loaded, leftOut, erased, lagMs: oldest ? now() - oldest.modifiedAt : 0 };
};

/** Where the window or the release is not that of the last run, makes the views anew. */
const roll = async ({ warehouse, read }: LoadServices, window: readonly WarehouseDay[]): Promise<void> => {
  const { statements, digest } = rollTo(read, window);
  if ((await warehouse.rows(body(read('last-rolled')))).some(([last]) => last === digest)) return;
  const known = (await warehouse.rows(body(read('window')))).map(([date]) => String(date));
  await warehouse.transaction([...statements, ...dropStatements(window, known)]);
};

/** Deletes the viewers whose erasure was asked for since; returns how many pseudonyms. */
const erase = async ({ warehouse, objects, read }: LoadServices, window: readonly WarehouseDay[]): Promise<number> => {
  const done = new Set((await warehouse.rows(body(read('erased')))).map(([key]) => key));
  const asked = (await objects.list(`${ERASED_VIEWERS.prefix}/`)).filter(({ key }) => KEY.test(key) && !done.has(key));
  let erased = 0;
  for (const some of chunksOf(asked, ERASURES_A_TRANSACTION)) {
    const erasures = await eachOf(some, ({ key }) => readErasure(objects, key));
    await warehouse.transaction(eraseStatements(read, window, erasures));
    erased += erasures.reduce((sum, { viewers }) => sum + viewers.length, 0);
  }
  return erased;
};

/** Objects that the ledger does not know, those that came first at the front. What arrived earlier holds nothing of the window. */
const findWaiting = async (
  { warehouse, objects, read }: LoadServices,
  window: readonly WarehouseDay[],
): Promise<readonly LakeObject[]> => {
  const from = window[0]?.date ?? '';
  const seen = new Set((await warehouse.rows(body(read('seen')), { from })).map(([key]) => key));
  const found: LakeObject[] = [];
  for (const { date } of window) found.push(...(await objects.list(`${RAW_VIEWING_EVENTS.prefix}/dt=${date}/`)));
  return found
    .filter(({ key }) => KEY.test(key) && !seen.has(key))
    .sort((one, other) => one.modifiedAt - other.modifiedAt);
};

/** Which of them fit the table. One that does not would fail the COPY of all of them. */
const judge = (objects: LakeObjects, some: readonly LakeObject[]): Promise<readonly LedgerEntry[]> =>
  eachOf(some, async (object) => {
    const footer = await readFooter(objects, object);
    const reason = 'problem' in footer ? footer.problem : loadProblem(footer.schema);
    return { key: object.key, arrival: ARRIVAL.exec(object.key)?.[1] ?? '', bytes: object.bytes, reason };
  });

const load = async (
  { warehouse, objects, read, copyRole, now }: LoadServices,
  window: readonly WarehouseDay[],
  entries: readonly LedgerEntry[],
): Promise<void> => {
  const at = now();
  const runId = new Date(at).toISOString().replace(/[-:]/g, '');
  const fitting = entries.filter(({ reason }) => reason === undefined);
  const key = `${MANIFESTS_PREFIX}/${runId}.json`;
  if (fitting.length > 0) await objects.writeText(key, toManifest(objects.bucket, fitting));
  const manifest = fitting.length > 0 ? `s3://${objects.bucket}/${key}` : undefined;
  await warehouse.transaction(loadStatements(read, window, { runId, at, manifest, role: copyRole, entries }));
};

/** Columnar files are named with their length. Source: "Using a manifest to specify data files", Redshift. */
const toManifest = (bucket: string, entries: readonly LedgerEntry[]): string =>
  JSON.stringify({
    entries: entries.map(({ key, bytes }) => ({
      url: `s3://${bucket}/${key}`,
      mandatory: true,
      meta: { content_length: bytes },
    })),
  });

/** Rows of each shown date, by how many days ago it is. */
export const rowsByAge = async ({ warehouse, read, now }: LoadServices): Promise<ReadonlyMap<number, number>> => {
  const counted = new Map((await warehouse.rows(body(read('rows-by-day')))).map(([date, events]) => [date, events]));
  const today: LakeDate = dateOf(now());
  return new Map(
    warehouseWindow(now())
      .filter(({ isShown }) => isShown)
      .map((_, index) => [index, Number(counted.get(addDays(today, -index)) ?? 0)]),
  );
};

/** What becomes of each object, some of them at a time. */
const eachOf = async <Outcome>(
  objects: readonly LakeObject[],
  work: (object: LakeObject) => Promise<Outcome>,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const some of chunksOf(objects, OBJECTS_AT_A_TIME)) outcomes.push(...(await Promise.all(some.map(work))));
  return outcomes;
};

const chunksOf = <Thing>(things: readonly Thing[], size: number): readonly (readonly Thing[])[] =>
  Array.from({ length: Math.ceil(things.length / size) }, (_, n) => things.slice(n * size, (n + 1) * size));
