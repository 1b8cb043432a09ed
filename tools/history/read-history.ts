import { createHash } from 'node:crypto';
import { addDays, dateOf, datesBetween, type LakeDate, startOf } from '../../domain/lake';
import { type Asked, type Option, UsageError } from '../local/arguments';
import { readTrace } from '../simulator/trace';
import type { Past } from './past-day';

/** What `npm run history` can be told. */
export const HISTORY_OPTIONS = {
  days: { kind: 'number', help: 'how many days (400)' },
  'sessions-per-day': { kind: 'number', help: 'how many sessions begin on each (500)' },
  until: { kind: 'text', help: 'the last of them (two days ago)' },
  trace: { kind: 'text', help: 'a CSV of measured sessions to take their shapes from' },
  seed: { kind: 'text', help: 'the same seed tells the same history (1)' },
  port: { kind: 'number', help: 'where the endpoint listens meanwhile (4566)' },
  'raw-only': { kind: 'flag', help: 'leave curation to another day' },
} satisfies Record<string, Option>;

/** A history to be told. */
export interface History {
  readonly dates: readonly LakeDate[];
  readonly past: Omit<Past, 'keyring'>;
  readonly port: number;
  readonly isRawOnly: boolean;
}

/** Understands what was asked for; throws {@link UsageError}. */
export const readHistory = (asked: Partial<Asked<typeof HISTORY_OPTIONS>>, now: number): History => {
  const { days = 400, 'sessions-per-day': sessions = 500, seed = '1' } = asked;
  const latest = addDays(dateOf(now), -2); // what began late on the day before may not have been received yet
  const until = asked.until ?? latest;
  if (!Number.isInteger(days) || days < 1) throw new UsageError('--days takes a whole number of 1 or more.');
  if (!Number.isInteger(sessions) || sessions < 1) {
    throw new UsageError('--sessions-per-day takes a whole number of 1 or more.');
  }
  if (!isDate(until) || until > latest) throw new UsageError(`--until takes a date such as ${latest}, the latest.`);
  const trace = asked.trace === undefined ? undefined : readTrace(asked.trace);
  return {
    dates: datesBetween(addDays(until, 1 - days), until),
    past: { seed, run: runOf([seed, sessions, trace ?? null]), trace, sessions },
    port: asked.port ?? 4566,
    isRawOnly: asked['raw-only'] === true,
  };
};

/** Names what is told, in session ids and objects: the same history is the same again, another one lies beside it. */
const runOf = (about: unknown): string =>
  `past-${createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 8)}`;

const isDate = (text: string): boolean => {
  try {
    return startOf(text) >= 0;
  } catch {
    return false;
  }
};
