import type { DeviceType } from '../../families/viewing';
import { HeavyHitters } from './heavy-hitters';

/** An error that counts for its session. */
export interface CountedError {
  /** See shownCode. */
  readonly code: string;
  readonly deviceType: DeviceType;
  readonly appVersion: string | null;
  readonly contentId: string;
  /** When the edge received it, epoch ms. */
  readonly receivedAt: number;
}

/** How many sessions of a code have a value, at least. */
export type Tally = readonly [value: string, sessions: number];

/** The sessions with an error code in a day. */
export interface ErrorSummary {
  readonly code: string;
  /** At least this many. */
  readonly sessions: number;
  /** Epoch ms. */
  readonly firstSeenAt: number;
  /** Epoch ms. */
  readonly lastSeenAt: number;
  /** The sessions of the latest minutes, by the minute's number since 1970. */
  readonly minutes: readonly Tally[];
  readonly appVersions: readonly Tally[];
  readonly deviceTypes: readonly Tally[];
  readonly contentIds: readonly Tally[];
}

/** Codes that an environment counts in a day: twice as many as are named, so that the named ones are exact in any ordinary day. */
const CODES = 100;

/** App versions, devices and titles that are counted for a code. */
const VALUES = 8;

/** Minutes that are kept of a code. */
const MINUTES = 10;
const MINUTE_MS = 60_000;

/** The longest value that is kept; longer ones are cut, so that a summary has a limited size. */
const VALUE_LENGTH = 64;

/** Counts the error codes of one day, in limited memory. */
export class DayErrors {
  private readonly codes = new HeavyHitters(CODES, () => new CodeErrors());

  add(error: CountedError): void {
    this.codes.add(error.code).add(error);
  }

  summaries(): readonly ErrorSummary[] {
    return this.codes.entries().map(({ key, count, detail }) => ({ code: key, sessions: count, ...detail.summary() }));
  }
}

/** What is known about the sessions of a code. */
class CodeErrors {
  private firstSeenAt = Infinity;
  private lastSeenAt = 0;
  private readonly minutes = new Map<string, number>();
  private readonly appVersions = new HeavyHitters(VALUES, noDetail);
  private readonly deviceTypes = new HeavyHitters(VALUES, noDetail);
  private readonly contentIds = new HeavyHitters(VALUES, noDetail);

  add({ deviceType, appVersion, contentId, receivedAt }: CountedError): void {
    this.firstSeenAt = Math.min(this.firstSeenAt, receivedAt);
    this.lastSeenAt = Math.max(this.lastSeenAt, receivedAt);
    const minute = String(minuteOf(receivedAt));
    this.minutes.set(minute, (this.minutes.get(minute) ?? 0) + 1);
    if (this.minutes.size > 2 * MINUTES) this.forgetMinutes();
    this.appVersions.add((appVersion ?? UNKNOWN).slice(0, VALUE_LENGTH));
    this.deviceTypes.add(deviceType);
    this.contentIds.add(contentId.slice(0, VALUE_LENGTH));
  }

  summary() {
    this.forgetMinutes();
    return {
      firstSeenAt: this.firstSeenAt,
      lastSeenAt: this.lastSeenAt,
      minutes: [...this.minutes],
      appVersions: talliesOf(this.appVersions),
      deviceTypes: talliesOf(this.deviceTypes),
      contentIds: talliesOf(this.contentIds),
    };
  }

  private forgetMinutes(): void {
    const oldest = minuteOf(this.lastSeenAt) - MINUTES;
    for (const minute of this.minutes.keys()) if (Number(minute) <= oldest) this.minutes.delete(minute);
  }
}

/** The app version of a player that sends none. */
const UNKNOWN = 'unknown';

const noDetail = (): undefined => undefined;

const talliesOf = (values: HeavyHitters<undefined>): readonly Tally[] =>
  values.entries().map(({ key, count }) => [key, count]);

/** The number of a minute since 1970. */
const minuteOf = (epochMs: number): number => Math.floor(epochMs / MINUTE_MS);

/** The sessions of the ten minutes before a time, epoch ms. */
export const recentSessions = ({ minutes }: Pick<ErrorSummary, 'minutes'>, now: number): number =>
  minutes.reduce((sum, [minute, sessions]) => sum + (Number(minute) > minuteOf(now) - MINUTES ? sessions : 0), 0);

/** Adds up what several environments have counted: one summary per code. */
export const mergeSummaries = (summaries: readonly ErrorSummary[]): readonly ErrorSummary[] => {
  const merged = new Map<string, ErrorSummary>();
  for (const summary of summaries) {
    const known = merged.get(summary.code);
    merged.set(summary.code, known ? addSummaries(known, summary) : summary);
  }
  return [...merged.values()];
};

const addSummaries = (one: ErrorSummary, other: ErrorSummary): ErrorSummary => ({
  code: one.code,
  sessions: one.sessions + other.sessions,
  firstSeenAt: Math.min(one.firstSeenAt, other.firstSeenAt),
  lastSeenAt: Math.max(one.lastSeenAt, other.lastSeenAt),
  minutes: addTallies(one.minutes, other.minutes),
  appVersions: addTallies(one.appVersions, other.appVersions),
  deviceTypes: addTallies(one.deviceTypes, other.deviceTypes),
  contentIds: addTallies(one.contentIds, other.contentIds),
});

const addTallies = (one: readonly Tally[], other: readonly Tally[]): readonly Tally[] => {
  const sums = new Map(one);
  for (const [value, sessions] of other) sums.set(value, (sums.get(value) ?? 0) + sessions);
  return [...sums];
};
