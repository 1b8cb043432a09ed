import { type Account, isSettled } from './account';
import { LEDGER_PATHS, type Path, type RegisteredPath } from './paths';

/** When a path is checked. The times count from the end of the block of time that contains the period, ms. */
export interface Terms {
  /**
   * The length of a block: one period, or several that are cheaper to check together, because a statement reads whole
   * files.
   */
  readonly blockMs: number;
  /** A check before this time is useless. */
  readonly fromMs: number;
  /** Events that are still missing after this time are lost. */
  readonly withinMs: number;
}

/** How long and how often accounts are checked. */
export interface CheckSettings {
  readonly periodMs: number;
  readonly terms: Readonly<Record<Path, Terms>>;
  /** Older accounts are no longer checked, ms. */
  readonly lookBackMs: number;
}

/** How many periods the first run of a new ledger covers. */
const FIRST_PERIODS = 4;

/** The periods that are over and not too old, with or without an account, oldest first. */
export const periodsToCheck = (
  accounts: readonly Account[],
  now: number,
  { periodMs, lookBackMs }: CheckSettings,
): readonly number[] => {
  const end = now - (now % periodMs);
  const earliest = end - lookBackMs;
  const known = accounts.map(({ period }) => period).filter((period) => period >= earliest);
  const newest = known.length > 0 ? Math.max(...known) : end - (FIRST_PERIODS + 1) * periodMs;
  const periods = new Set(known);
  // This also covers the periods of missed runs, so that every period gets an account.
  for (let period = Math.max(earliest, newest + periodMs); period < end; period += periodMs) periods.add(period);
  return [...periods].sort((a, b) => a - b);
};

/** The paths that are due for a check of an account: something may be missing, and their earliest time has passed. */
export const pathsToCheck = (
  period: number,
  account: Account | undefined,
  now: number,
  { terms }: CheckSettings,
): readonly Path[] =>
  LEDGER_PATHS.filter(({ name }) => now >= endOf(period, terms[name]) + terms[name].fromMs)
    .filter((path) => mayMiss(path, account))
    .map(({ name }) => name);

const mayMiss = ({ name, isComparedWithRaw = false }: RegisteredPath, account: Account | undefined): boolean =>
  !isSettled(account?.entries[name]) || (isComparedWithRaw && !isSettled(account?.entries.raw));

/** Whether the deadline of a path has passed: events that are still missing are lost. */
export const isOverdue = (path: Path, period: number, now: number, { terms }: CheckSettings): boolean =>
  now >= endOf(period, terms[path]) + terms[path].withinMs;

const endOf = (period: number, { blockMs }: Terms): number => period - (period % blockMs) + blockMs;

/** A span of receipt; `to` is not included. Epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Merges adjacent periods into spans: the cost depends on the number of statements and on the bytes that they read. */
export const toSpans = (periods: readonly number[], periodMs: number): readonly Span[] => {
  const spans: { from: number; to: number }[] = [];
  for (const period of periods.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last?.to === period) last.to += periodMs;
    else spans.push({ from: period, to: period + periodMs });
  }
  return spans;
};
