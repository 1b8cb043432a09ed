import { OTHER } from '../../dimensions';
import { type ErrorSummary, mergeSummaries, type Tally } from './error-summary';

/** The most frequent error codes of a day, which have metrics of their own. */
export interface ErrorRanking {
  /** The most frequent code first. */
  readonly codes: readonly ErrorSummary[];
  /** The sessions with all other codes. */
  readonly otherSessions: number;
  /** When it was made, epoch ms. */
  readonly rankedAt: number;
}

/** The codes that have names in a day. CloudWatch bills each metric. */
export const NAMED_CODES = 50;

/** App versions, devices and titles that are shown for a code. */
const VALUES = 5;

/** What a ranking is made from. */
export interface RankingSources {
  /** What each environment has counted in the day. */
  readonly counted: readonly ErrorSummary[];
  /** The last ranking of the day; undefined if there is none. */
  readonly last: ErrorRanking | undefined;
  /** The last ranking of the day before; undefined if there is none. */
  readonly dayBefore: ErrorRanking | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Ranks the codes of a day. A code keeps its name all day, unless another one is more than twice as frequent as the least
 * frequent named one: then that one counts as "other" from now on. So whoever invents codes needs twice the sessions for each
 * next name of a place, and N sessions give a place at most 1 + log2 N names.
 *
 * A code that was named the day before was first seen then.
 */
export const rankErrors = ({ counted, last, dayBefore, now }: RankingSources): ErrorRanking => {
  const summaries = mergeSummaries(counted);
  const candidates = summaries.filter(({ code }) => code !== OTHER).sort(byFrequency);
  const wasNamed = new Set(last?.codes.map(({ code }) => code));
  const named = candidates.filter(({ code }) => wasNamed.has(code));
  for (const candidate of candidates.filter(({ code }) => !wasNamed.has(code))) {
    const least = named.at(-1);
    if (named.length >= NAMED_CODES && candidate.sessions <= 2 * (least?.sessions ?? 0)) break;
    if (named.length >= NAMED_CODES) named.pop();
    named.push(candidate);
    named.sort(byFrequency);
  }
  const seenBefore = new Map(dayBefore?.codes.map(({ code, firstSeenAt }) => [code, firstSeenAt]));
  const namedSessions = sessionsOf(named);
  return {
    codes: named.map((summary) => toShown(summary, seenBefore.get(summary.code))),
    otherSessions: sessionsOf(summaries) - namedSessions,
    rankedAt: now,
  };
};

const sessionsOf = (summaries: readonly ErrorSummary[]): number =>
  summaries.reduce((sum, { sessions }) => sum + sessions, 0);

const byFrequency = (one: ErrorSummary, other: ErrorSummary): number =>
  other.sessions - one.sessions || (one.code < other.code ? -1 : 1);

const toShown = (summary: ErrorSummary, seenBefore = Infinity): ErrorSummary => ({
  ...summary,
  firstSeenAt: Math.min(summary.firstSeenAt, seenBefore),
  appVersions: mostFrequent(summary.appVersions),
  deviceTypes: mostFrequent(summary.deviceTypes),
  contentIds: mostFrequent(summary.contentIds),
});

const mostFrequent = (tallies: readonly Tally[]): readonly Tally[] =>
  tallies.toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, VALUES);
