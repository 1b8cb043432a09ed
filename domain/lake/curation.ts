import { addDays, DAY_MS, type LakeDate, LATEST_ARRIVAL_DAYS, startOf, weekOf } from './dates';
import {
  CONTENT_WEEKLY,
  type CuratedTable,
  type LakeTable,
  SESSIONS,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
} from './tables';

/** How far back a training example looks. */
const KNOWN_DAYS = 28;

/** A run of curation as it travels from step to step. */
export interface CurationRun {
  /** Sorts by time: 20261124T021500Z-4f2a9c. */
  readonly runId: string;
  /** The date on which it began: nothing has arrived later. */
  readonly today: LakeDate;
  /** Dates of arrival whose raw objects are looked at first. */
  readonly arrivals: readonly LakeDate[];
  /** Dates to write anew; undefined until they are found among what arrived. */
  readonly dates: readonly LakeDate[] | undefined;
  /** The step that comes next. */
  readonly step: number;
  /** Attempts so far at what is being written: each has a folder of its own. */
  readonly attempt: number;
  /** Failures since the last step that succeeded. */
  readonly failures: number;
  /** Of the step's query, once it is started. */
  readonly queryId?: string | undefined;
  /** Begun by the clock, to take in what arrived since the last such run. */
  readonly daily: boolean;
}

/** One thing to do. What is written becomes visible by its swap. */
export type CurationStep =
  | { readonly kind: 'inspect'; readonly arrival: LakeDate }
  | { readonly kind: 'find-dates' }
  | {
      readonly kind: 'write';
      readonly table: CuratedTable;
      readonly key: string;
      /** Below the folder of the run. */
      readonly part: string;
      readonly statement: string;
      readonly parameters: Readonly<Record<string, string | number>>;
    }
  | { readonly kind: 'swap'; readonly table: CuratedTable; readonly key: string }
  | { readonly kind: 'sweep' };

/** What a run begins as: on demand with its dates, daily with those of arrival. */
export const beginRun = (
  runId: string,
  today: LakeDate,
  asked: { readonly dates: readonly LakeDate[] } | { readonly arrivals: readonly LakeDate[] },
): CurationRun => {
  const about = { runId, today, step: 0, attempt: 1, failures: 0, daily: 'arrivals' in asked };
  if ('arrivals' in asked) return { ...about, arrivals: asked.arrivals, dates: undefined };
  const arrivals = new Set(asked.dates.flatMap((date) => datesBetween(...arrivalsOf(date, today))));
  return { ...about, arrivals: [...arrivals].sort(), dates: [...new Set(asked.dates)].sort() };
};

/** Every step of a run, in order. While its dates are not found, the last is to find them. */
export const stepsOf = ({ arrivals, dates, today }: CurationRun, slices: number): readonly CurationStep[] => {
  const inspections = arrivals.map((arrival) => ({ kind: 'inspect', arrival }) as const);
  if (!dates) return [...inspections, { kind: 'find-dates' }];
  const around = uniqueSorted(dates.flatMap((date) => [addDays(date, -1), date, addDays(date, 1)]));
  const derived = around.filter((date) => date <= today);
  return [
    ...inspections,
    ...dates.flatMap((date) => group(VIEWING_EVENTS, date, writeEvents(date, today, slices))),
    // A session that is told of anew may begin the day before, or no longer begin on the day after.
    ...derived.flatMap((date) => group(SESSIONS, date, [writeSessions(date)])),
    // Of later days nothing changes: what came late was not known when they began.
    ...derived.flatMap((date) => group(TRAINING_EXAMPLES, date, [writeTraining(date)])),
    ...uniqueSorted(derived.map(weekOf)).flatMap((week) => group(CONTENT_WEEKLY, week, [writeWeek(week)])),
    { kind: 'sweep' },
  ];
};

/** The first step of what the given one belongs to: where a failed attempt begins again. */
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

/** Where an attempt writes, below the bucket; it ends with a slash. */
export const runFolder = (
  table: LakeTable,
  key: string,
  { runId, attempt }: Pick<CurationRun, 'runId' | 'attempt'>,
): string => `${keyFolder(table, key)}run=${runId}-${attempt}/`;

/** Where the runs of a date or week lie, below the bucket; it ends with a slash. */
export const keyFolder = ({ prefix, partitionKeys: [name = ''] }: LakeTable, key: string): string =>
  `${prefix}/${name}=${key}/`;

/** The id of a run that begins now; `suffix` keeps two of the same second apart. */
export const toRunId = (now: number, suffix: string): string =>
  `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}-${suffix}`;

/** When the run of that id began, epoch ms. */
export const beganAt = (runId: string): number =>
  Date.parse(runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'));

/** Events of a date arrive from the day before, by a clock that is fast, until events are refused as too old. */
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

/** How a week is written; `monday` is its key. */
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
