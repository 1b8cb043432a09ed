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

/** Dates that one statement searches. The limit bounds both the data read and the size of the result. */
const SPAN_DAYS = 31;

/** Objects of raw that one statement rewrites. */
const OBJECTS_PER_PART = 20;

/** Tables in which each row belongs to one viewer. */
export const TABLES_OF_VIEWERS = [VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES] as const;

/** What an erasure has removed so far. Its receipt lists these numbers. */
export interface Removed {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Objects of raw that were rewritten. */
  readonly objects: number;
  /** Object versions that were deleted permanently. */
  readonly versions: number;
  /** Items of the features table. */
  readonly features: number;
  /** Refused events of the quarantine. */
  readonly quarantined: number;
  /** Dates of arrival whose objects were rewritten. */
  readonly arrivals: readonly LakeDate[];
  /** Dates whose curated rows were rewritten. */
  readonly dates: readonly LakeDate[];
}

/** The phases of an erasure, in their order. */
export const ERASURE_PHASES = ['begin', 'raw', 'curated', 'warehouse', 'quarantine', 'verify', 'end'] as const;

export type ErasurePhase = (typeof ERASURE_PHASES)[number];

/** The state of an erasure between two messages. It names no viewer: the pseudonyms are stored under the request id. */
export interface ErasureRun {
  /** Sorts by time: 20261124T091500Z-4f2a9c. */
  readonly requestId: string;
  /** The ids of the keys that produced the viewer's pseudonyms. */
  readonly keyIds: readonly string[];
  readonly phase: ErasurePhase;
  /** The last date to search. */
  readonly until: LakeDate;
  /** The first date of the span that is being searched. */
  readonly from: LakeDate;
  /** The id of the query that found the viewer's rows in the span; set once the query has succeeded. */
  readonly foundBy?: string | undefined;
  /** The run id with which the erasure swaps partitions, like a curation run. A run that starts later overrides it. */
  readonly runId?: string | undefined;
  /** The index of the span's next step. */
  readonly step: number;
  /** Attempts so far at the current write; each attempt has its own folder. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** The id of the step's query; set once the query has started. */
  readonly queryId?: string | undefined;
  /** From when the erasure waits until accepted events are in raw, epoch ms; undefined for the time of the request. */
  readonly settlesFrom?: number | undefined;
  /** How often the arrivals since the request were searched again, because they still held the viewer. */
  readonly round: number;
  /** When the warehouse was asked to erase the viewer, epoch ms; set once it was asked. */
  readonly askedAt?: number | undefined;
  /** The key after which the current page of the quarantine begins; undefined for the first page. */
  readonly after?: string | undefined;
  /** The result of the search of this page; set once it was searched. */
  readonly page?: QuarantinePage | undefined;
  readonly removed: Removed;
}

/** The initial state of an erasure. */
export const beginErasure = (requestId: string, keyIds: readonly string[], today: LakeDate): ErasureRun => ({
  ...{ requestId, keyIds, phase: 'begin', until: today, from: today, step: 0, attempt: 1, failures: 0 },
  round: 0,
  removed: { rows: {}, objects: 0, versions: 0, features: 0, quarantined: 0, arrivals: [], dates: [] },
});

/** The last date of the span that is being searched. */
export const spanEnd = ({ from, until }: ErasureRun): LakeDate => {
  const end = addDays(from, SPAN_DAYS - 1);
  return end < until ? end : until;
};

/** Adds newly removed rows, objects and dates to those removed so far. */
export const addRemoved = (removed: Removed, more: Partial<Removed>): Removed => {
  const tables = Object.entries(more.rows ?? {}).map(([table, rows]) => [table, (removed.rows[table] ?? 0) + rows]);
  return {
    rows: { ...removed.rows, ...(Object.fromEntries(tables) as Record<string, number>) },
    objects: removed.objects + (more.objects ?? 0),
    versions: removed.versions + (more.versions ?? 0),
    features: removed.features + (more.features ?? 0),
    quarantined: removed.quarantined + (more.quarantined ?? 0),
    arrivals: uniqueSorted([...removed.arrivals, ...(more.arrivals ?? [])]),
    dates: uniqueSorted([...removed.dates, ...(more.dates ?? [])]),
  };
};

/** An object of raw or of the quarantine, and the number of the viewer's rows in it. */
export interface HeldObject {
  readonly key: string;
  readonly rows: number;
}

/** The objects that hold the viewer among some consecutive objects of the quarantine. */
export interface QuarantinePage {
  readonly held: readonly HeldObject[];
  /** The key after which the next page begins; undefined on the last page. */
  readonly next?: string | undefined;
}

/** Objects of one hour that one statement rewrites. */
export interface RawPart {
  readonly dt: LakeDate;
  readonly hour: string;
  readonly objects: readonly HeldObject[];
}

/** Splits the objects found in raw into the parts that one statement rewrites; throws for a key outside raw. */
export const rawParts = (held: readonly HeldObject[]): readonly RawPart[] => {
  const hours = new Map<string, HeldObject[]>();
  for (const object of held) {
    const hour = HOUR_OF.exec(object.key)?.[0] ?? '';
    hours.set(hour, [...(hours.get(hour) ?? []), object]);
  }
  return [...hours].flatMap(([folder, objects]) => {
    const [, dt, hour] = HOUR_OF.exec(folder) ?? [];
    if (dt === undefined || hour === undefined) throw new Error(`"${objects[0]?.key ?? ''}" is not an object of raw.`);
    return Array.from({ length: Math.ceil(objects.length / OBJECTS_PER_PART) }, (_, part) => ({
      ...{ dt, hour },
      objects: objects.slice(part * OBJECTS_PER_PART, (part + 1) * OBJECTS_PER_PART),
    }));
  });
};

const HOUR_OF = new RegExp(`^${RAW_VIEWING_EVENTS.prefix}/dt=([0-9-]{10})/hour=([0-9]{2})/`);

/** The number of the viewer's rows in one partition of a table. */
export interface HeldPartition {
  readonly table: (typeof TABLES_OF_VIEWERS)[number];
  readonly dt: LakeDate;
  readonly rows: number;
}

/** One step of removing the rows found in the curated tables. */
export type CuratedStep =
  | {
      readonly kind: 'write';
      readonly table: CuratedTable;
      readonly key: string;
      /** The path below the folder of the run. */
      readonly part: string;
      readonly statement: string;
      readonly parameters: Readonly<Record<string, string | number>>;
    }
  /** `removedRows`: how many rows the partition loses; undefined if its rows are sums. */
  | {
      readonly kind: 'swap';
      readonly table: CuratedTable;
      readonly key: string;
      readonly removedRows: number | undefined;
    }
  | { readonly kind: 'purge'; readonly table: CuratedTable; readonly key: string };

/**
 * The steps: rewrite every partition that holds the viewer without their rows, then rewrite the weeks that aggregate
 * these partitions, then permanently delete the files that were replaced. The rows of other viewers are copied unchanged.
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
      { kind: 'swap', table, key: dt, removedRows: rows },
    ]),
    ...weeks.flatMap((key): readonly CuratedStep[] => [
      { kind: 'write', table: CONTENT_WEEKLY, key, ...writeWeek(key) },
      { kind: 'swap', table: CONTENT_WEEKLY, key, removedRows: undefined },
    ]),
    ...touched.map((partition) => ({ kind: 'purge', ...partition }) as const),
  ];
};

const STATEMENTS: Readonly<Record<HeldPartition['table']['name'], string>> = {
  viewing_events: 'erase-viewing-events',
  sessions: 'erase-sessions',
  training_examples: 'erase-training-examples',
};

/** A date of events is split into the same slices as in curation. */
const without = (
  request_id: string,
  table: HeldPartition['table'],
  dt: LakeDate,
  slices: number,
): readonly CuratedStep[] => {
  const common = { kind: 'write', table, key: dt, statement: STATEMENTS[table.name] } as const;
  if (table !== VIEWING_EVENTS) return [{ ...common, part: '', parameters: { request_id, dt } }];
  const border = (slice: number): number => startOf(dt) + Math.round((DAY_MS * slice) / slices);
  return Array.from({ length: slices }, (_, slice) => ({
    ...common,
    part: `part-${String(slice).padStart(2, '0')}/`,
    parameters: { request_id, dt, from_ms: border(slice), to_ms: border(slice + 1) },
  }));
};

const uniqueSorted = (dates: readonly LakeDate[]): readonly LakeDate[] => [...new Set(dates)].sort();
