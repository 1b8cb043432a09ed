import {
  addDays,
  CONTENT_WEEKLY,
  type CuratedTable,
  DAY_MS,
  type LakeDate,
  RAW_VIEWING_EVENTS,
  SESSIONS,
  startOf,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
  weekOf,
  writeWeek,
} from '../lake';

/** One statement looks through so many dates: it bounds what is read and what is found. */
const SPAN_DAYS = 31;

/** One statement writes so many objects of raw anew. */
const OBJECTS_A_PART = 20;

/** Tables in which a row is of one viewer. */
export const TABLES_OF_VIEWERS = [VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES] as const;

/** What an erasure has come to so far; its receipt tells it. */
export interface Removed {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Objects of raw that were written anew. */
  readonly objects: number;
  /** Versions of objects that were deleted for good. */
  readonly versions: number;
  /** Items of the features table. */
  readonly features: number;
  /** Dates of arrival whose objects were written anew. */
  readonly arrivals: readonly LakeDate[];
  /** Dates whose curated rows were written anew. */
  readonly dates: readonly LakeDate[];
}

/** An erasure as it travels from step to step. It names no viewer: their pseudonyms lie under the id of the request. */
export interface ErasureRun {
  /** Sorts by time: 20261124T091500Z-4f2a9c. */
  readonly requestId: string;
  /** Of the keys that the viewer's pseudonyms were made with. */
  readonly keyIds: readonly string[];
  readonly phase: 'begin' | 'raw' | 'curated' | 'end';
  /** What is looked through goes to this date. */
  readonly until: LakeDate;
  /** The first date of the span that is looked through. */
  readonly from: LakeDate;
  /** The query that told what the span holds, once it has succeeded. */
  readonly foundBy?: string | undefined;
  /** As which run of curation it swaps: one that begins later has the last word. */
  readonly runId?: string | undefined;
  /** The step of the span that comes next. */
  readonly step: number;
  /** Attempts so far at what is being written: each has a folder of its own. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** Of the step's query, once it is started. */
  readonly queryId?: string | undefined;
  readonly removed: Removed;
}

/** What an erasure begins as. */
export const beginErasure = (requestId: string, keyIds: readonly string[], today: LakeDate): ErasureRun => ({
  ...{ requestId, keyIds, phase: 'begin', until: today, from: today, step: 0, attempt: 1, failures: 0 },
  removed: { rows: {}, objects: 0, versions: 0, features: 0, arrivals: [], dates: [] },
});

/** The last date of the span that is looked through. */
export const spanEnd = ({ from, until }: ErasureRun): LakeDate => {
  const end = addDays(from, SPAN_DAYS - 1);
  return end < until ? end : until;
};

/** What has been removed, with more of it. */
export const andRemoved = (removed: Removed, more: Partial<Removed>): Removed => {
  const tables = Object.entries(more.rows ?? {}).map(([table, rows]) => [table, (removed.rows[table] ?? 0) + rows]);
  return {
    rows: { ...removed.rows, ...(Object.fromEntries(tables) as Record<string, number>) },
    objects: removed.objects + (more.objects ?? 0),
    versions: removed.versions + (more.versions ?? 0),
    features: removed.features + (more.features ?? 0),
    arrivals: uniqueSorted([...removed.arrivals, ...(more.arrivals ?? [])]),
    dates: uniqueSorted([...removed.dates, ...(more.dates ?? [])]),
  };
};

/** An object of raw, and how many rows of the viewer it holds. */
export interface HeldObject {
  readonly key: string;
  readonly rows: number;
}

/** Objects of one hour that one statement writes anew. */
export interface RawPart {
  readonly dt: LakeDate;
  readonly hour: string;
  readonly objects: readonly HeldObject[];
}

/** Cuts what was found in raw into what one statement takes; throws for a key that is none of raw. */
export const rawParts = (held: readonly HeldObject[]): readonly RawPart[] => {
  const hours = new Map<string, HeldObject[]>();
  for (const object of held) {
    const hour = HOUR_OF.exec(object.key)?.[0] ?? '';
    hours.set(hour, [...(hours.get(hour) ?? []), object]);
  }
  return [...hours].flatMap(([folder, objects]) => {
    const [, dt, hour] = HOUR_OF.exec(folder) ?? [];
    if (dt === undefined || hour === undefined) throw new Error(`"${objects[0]?.key ?? ''}" is no object of raw.`);
    return Array.from({ length: Math.ceil(objects.length / OBJECTS_A_PART) }, (_, part) => ({
      ...{ dt, hour },
      objects: objects.slice(part * OBJECTS_A_PART, (part + 1) * OBJECTS_A_PART),
    }));
  });
};

const HOUR_OF = new RegExp(`^${RAW_VIEWING_EVENTS.prefix}/dt=([0-9-]{10})/hour=([0-9]{2})/`);

/** Rows of the viewer in one partition of a table. */
export interface HeldPartition {
  readonly table: (typeof TABLES_OF_VIEWERS)[number];
  readonly dt: LakeDate;
  readonly rows: number;
}

/** One thing to do with what was found in the curated tables. */
export type CuratedStep =
  | {
      readonly kind: 'write';
      readonly table: CuratedTable;
      readonly key: string;
      /** Below the folder of the run. */
      readonly part: string;
      readonly statement: string;
      readonly parameters: Readonly<Record<string, string | number>>;
    }
  /** `gone`: how many rows less the partition has then; undefined where its rows are sums. */
  | { readonly kind: 'swap'; readonly table: CuratedTable; readonly key: string; readonly gone: number | undefined }
  | { readonly kind: 'purge'; readonly table: CuratedTable; readonly key: string };

/**
 * Every partition that holds the viewer, written without their rows; then the weeks that sum them up; then what all of
 * these took the place of, deleted for good. No row of anybody else is computed anew: it is the same as before.
 */
export const curatedSteps = (
  requestId: string,
  held: readonly HeldPartition[],
  slices: number,
): readonly CuratedStep[] => {
  const weeks = uniqueSorted(held.flatMap(({ table, dt }) => (table === SESSIONS ? [weekOf(dt)] : [])));
  const touched = [
    ...held.map(({ table, dt }) => ({ table, key: dt })),
    ...weeks.map((key) => ({ table: CONTENT_WEEKLY, key })),
  ];
  return [
    ...held.flatMap(({ table, dt, rows }): readonly CuratedStep[] => [
      ...without(requestId, table, dt, slices),
      { kind: 'swap', table, key: dt, gone: rows },
    ]),
    ...weeks.flatMap((key): readonly CuratedStep[] => [
      { kind: 'write', table: CONTENT_WEEKLY, key, ...writeWeek(key) },
      { kind: 'swap', table: CONTENT_WEEKLY, key, gone: undefined },
    ]),
    ...touched.map((partition) => ({ kind: 'purge', ...partition }) as const),
  ];
};

const STATEMENTS: Readonly<Record<HeldPartition['table']['name'], string>> = {
  viewing_events: 'erase-viewing-events',
  sessions: 'erase-sessions',
  training_examples: 'erase-training-examples',
};

/** A date of events is cut as curation cuts it. */
const without = (
  request_id: string,
  table: HeldPartition['table'],
  dt: LakeDate,
  slices: number,
): readonly CuratedStep[] => {
  const about = { kind: 'write', table, key: dt, statement: STATEMENTS[table.name] } as const;
  if (table !== VIEWING_EVENTS) return [{ ...about, part: '', parameters: { request_id, dt } }];
  const border = (slice: number): number => startOf(dt) + Math.round((DAY_MS * slice) / slices);
  return Array.from({ length: slices }, (_, slice) => ({
    ...about,
    part: `part-${String(slice).padStart(2, '0')}/`,
    parameters: { request_id, dt, from_ms: border(slice), to_ms: border(slice + 1) },
  }));
};

const uniqueSorted = (dates: readonly LakeDate[]): readonly LakeDate[] => [...new Set(dates)].sort();
