import { addDays, DAY_MS, type LakeDate, LATEST_ARRIVAL_DAYS, startOf, weekOf } from './dates';
import type { WaitingDate } from './late-events';
import {
  CONTENT_WEEKLY,
  type CuratedTable,
  type LakeTable,
  SESSIONS,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
} from './tables';

/** How many days of history the features of a training example cover. */
const KNOWN_DAYS = 28;

/** The state of a curation run between two messages. */
export interface CurationRun {
  /** Sorts by time: 20261124T021500Z-4f2a9c. */
  readonly runId: string;
  /** The date on which the run began. Later arrivals are not part of it. */
  readonly today: LakeDate;
  /** Dates of arrival whose raw objects are inspected first. */
  readonly arrivals: readonly LakeDate[];
  /** Dates to rewrite; undefined until the step find-dates has found them among the arrivals. */
  readonly dates: readonly LakeDate[] | undefined;
  /** The index of the next step. */
  readonly step: number;
  /** The key of raw up to which the step inspect has inspected its date of arrival; undefined before its first page. */
  readonly inspectedTo?: string | undefined;
  /** The dates that wait for a later run, known together with `dates`; undefined in a run on demand. */
  readonly waiting?: readonly WaitingDate[] | undefined;
  /** Attempts so far at the current write; each attempt has its own folder. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** The id of the step's query; set once the query has started. */
  readonly queryId?: string | undefined;
  /** Whether the schedule started the run, to curate what arrived since the last daily run. */
  readonly daily: boolean;
}

/** One step of a run. A write becomes visible with the following swap. */
export type CurationStep =
  | { readonly kind: 'inspect'; readonly arrival: LakeDate }
  | { readonly kind: 'find-dates' }
  | {
      readonly kind: 'write';
      readonly table: CuratedTable;
      readonly key: string;
      /** The path below the folder of the run. */
      readonly part: string;
      readonly statement: string;
      readonly parameters: Readonly<Record<string, string | number>>;
    }
  | { readonly kind: 'swap'; readonly table: CuratedTable; readonly key: string }
  | { readonly kind: 'sweep' };

/** The initial state of a run: a run on demand has the dates to rewrite, a daily run the dates of arrival. */
export const beginRun = (
  runId: string,
  today: LakeDate,
  requested: { readonly dates: readonly LakeDate[] } | { readonly arrivals: readonly LakeDate[] },
): CurationRun => {
  const common = { runId, today, step: 0, attempt: 1, failures: 0, daily: 'arrivals' in requested };
  if ('arrivals' in requested) return { ...common, arrivals: requested.arrivals, dates: undefined };
  const arrivals = new Set(requested.dates.flatMap((date) => datesBetween(...arrivalsOf(date, today))));
  return { ...common, arrivals: [...arrivals].sort(), dates: [...new Set(requested.dates)].sort() };
};

/** Every step of a run, in order. Until the run's dates are known, its last step is to find them. */
export const stepsOf = ({ arrivals, dates, today }: CurationRun, slices: number): readonly CurationStep[] => {
  const inspections = arrivals.map((arrival) => ({ kind: 'inspect', arrival }) as const);
  if (!dates) return [...inspections, { kind: 'find-dates' }];
  const around = uniqueSorted(dates.flatMap((date) => [addDays(date, -1), date, addDays(date, 1)]));
  const derived = around.filter((date) => date <= today);
  return [
    ...inspections,
    ...dates.flatMap((date) => group(VIEWING_EVENTS, date, writeEvents(date, today, slices))),
    // A late event can move the start of a session to the day before, or away from the day after.
    ...derived.flatMap((date) => group(SESSIONS, date, [writeSessions(date)])),
    // The examples of later days do not change: the late events were not known when those days began.
    ...derived.flatMap((date) => group(TRAINING_EXAMPLES, date, [writeTraining(date)])),
    ...uniqueSorted(derived.map(weekOf)).flatMap((week) => group(CONTENT_WEEKLY, week, [writeWeek(week)])),
    { kind: 'sweep' },
  ];
};

/** The first write of the partition to which the given step belongs: a failed attempt restarts there. */
export const groupStart = (steps: readonly CurationStep[], at: number): number => {
  const step = steps[at];
  let start = at;
  for (let earlier = at - 1; step?.kind === 'write' && earlier >= 0; earlier -= 1) {
    const other = steps[earlier];
    if (other?.kind !== 'write' || other.table.name !== step.table.name || other.key !== step.key) break;
    start = earlier;
  }
  return start;
};

/** The folder that an attempt writes to, relative to the bucket; it ends with a slash. */
export const runFolder = (
  table: LakeTable,
  key: string,
  { runId, attempt }: Pick<CurationRun, 'runId' | 'attempt'>,
): string => `${keyFolder(table, key)}run=${runId}-${attempt}/`;

/** The folder of all runs of a date or week, relative to the bucket; it ends with a slash. */
export const keyFolder = ({ prefix, partitionKeys: [name = ''] }: LakeTable, key: string): string =>
  `${prefix}/${name}=${key}/`;

/** The id of a run that begins now; `suffix` distinguishes two runs of the same second. */
export const toRunId = (now: number, suffix: string): string =>
  `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}-${suffix}`;

/** When the run with that id began, epoch ms. */
export const beganAt = (runId: string): number =>
  Date.parse(runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'));

/** Events of a date arrive from the day before (from a fast clock) until they are refused as too old. */
const arrivalsOf = (date: LakeDate, today: LakeDate): readonly [LakeDate, LakeDate] => {
  const last = addDays(date, LATEST_ARRIVAL_DAYS + 1);
  return [addDays(date, -1), last < today ? last : today];
};

type Write = Omit<CurationStep & { readonly kind: 'write' }, 'kind' | 'table' | 'key'>;

const group = (table: CuratedTable, key: string, writes: readonly Write[]): readonly CurationStep[] => [
  ...writes.map((write) => ({ kind: 'write', table, key, ...write }) as const),
  { kind: 'swap', table, key },
];

const writeEvents = (date: LakeDate, today: LakeDate, slices: number): readonly Write[] => {
  const [first_arrival, last_arrival] = arrivalsOf(date, today);
  const border = (slice: number): number => startOf(date) + Math.round((DAY_MS * slice) / slices);
  return Array.from({ length: slices }, (_, slice) => ({
    part: `part-${String(slice).padStart(2, '0')}/`,
    statement: 'viewing-events',
    parameters: { first_arrival, last_arrival, from_ms: border(slice), to_ms: border(slice + 1) },
  }));
};

const writeSessions = (date: LakeDate): Write => ({
  part: '',
  statement: 'sessions',
  parameters: {
    day_before: addDays(date, -1),
    day_after: addDays(date, 1),
    from_ms: startOf(date),
    to_ms: startOf(addDays(date, 1)),
  },
});

const writeTraining = (date: LakeDate): Write => ({
  part: '',
  statement: 'training-examples',
  parameters: {
    dt: date,
    first_known: addDays(date, -KNOWN_DAYS),
    last_known: addDays(date, -1),
    day_start_ms: startOf(date),
  },
});

/** The write of a week; `monday` is its key. */
export const writeWeek = (monday: LakeDate): Write => ({
  part: '',
  statement: 'content-weekly',
  parameters: { monday, sunday: addDays(monday, 6) },
});

/** Every date from the first to the last, both included. */
export const datesBetween = (first: LakeDate, last: LakeDate): readonly LakeDate[] => {
  const dates: LakeDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
};

const uniqueSorted = (dates: readonly LakeDate[]): readonly LakeDate[] => [...new Set(dates)].sort();
