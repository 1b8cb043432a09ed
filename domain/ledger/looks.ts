import { type Account, isSettled, type Path, PATHS } from './account';

/** When a path is looked at: from the end of the block of time that a period lies in, ms. */
export interface Terms {
  /** A period, or as many as are cheaper looked at together: a statement reads whole files. */
  readonly blockMs: number;
  /** Before this it is of no use to look. */
  readonly fromMs: number;
  /** What is not there after this is lost. */
  readonly withinMs: number;
}

/** How long and how often accounts are looked at. */
export interface LookSettings {
  readonly periodMs: number;
  readonly terms: Readonly<Record<Path, Terms>>;
  /** An account that is older is left as it is, ms. */
  readonly lookBackMs: number;
}

/** How far back the first run of all goes. */
const FIRST_PERIODS = 4;

/** The periods that are over and not too old, each with its account, if it has one; oldest first. */
export const periodsToKeep = (
  accounts: readonly Account[],
  now: number,
  { periodMs, lookBackMs }: LookSettings,
): readonly number[] => {
  const end = now - (now % periodMs);
  const earliest = end - lookBackMs;
  const known = accounts.map(({ period }) => period).filter((period) => period >= earliest);
  const newest = known.length > 0 ? Math.max(...known) : end - (FIRST_PERIODS + 1) * periodMs;
  const periods = new Set(known);
  // A run that did not come is made up for: every period has an account.
  for (let period = Math.max(earliest, newest + periodMs); period < end; period += periodMs) periods.add(period);
  return [...periods].sort((a, b) => a - b);
};

/** Held to what lies raw: they are whole only once that is. */
const HELD_TO_RAW: readonly Path[] = ['curated', 'mirrored'];

/** The paths that an account is to be looked at in now: those where something may be missing, when it is time to look. */
export const pathsToLookAt = (
  period: number,
  account: Account | undefined,
  now: number,
  { terms }: LookSettings,
): readonly Path[] =>
  PATHS.filter((path) => now >= endOf(period, terms[path]) + terms[path].fromMs && mayMiss(path, account));

const mayMiss = (path: Path, account: Account | undefined): boolean =>
  !isSettled(account?.entries[path]) || (HELD_TO_RAW.includes(path) && !isSettled(account?.entries.raw));

/** Whether what is missing in a path is missing for good. */
export const isOverdue = (path: Path, period: number, now: number, { terms }: LookSettings): boolean =>
  now >= endOf(period, terms[path]) + terms[path].withinMs;

const endOf = (period: number, { blockMs }: Terms): number => period - (period % blockMs) + blockMs;

/** A span of receipt; `to` is not included. Epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Adjoining periods as one span each: a statement's cost is by the bytes that it reads, and by its number. */
export const toSpans = (periods: readonly number[], periodMs: number): readonly Span[] => {
  const spans: { from: number; to: number }[] = [];
  for (const period of periods.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last?.to === period) last.to += periodMs;
    else spans.push({ from: period, to: period + periodMs });
  }
  return spans;
};
