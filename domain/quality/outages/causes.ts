import type { Breach } from './breaches';
import { type Cohort, cohortKey, includes } from './cohort';
import { evidence } from './evidence';
import type { RecentSums } from './recent-sums';

/** The cohort that explains breaches best, with its own breaches, the strongest first. */
export interface Cause {
  readonly cohort: Cohort;
  readonly breaches: readonly Breach[];
}

/** A cohort that was a cause stays one until another explains clearly more. */
const STAYS = 1.2;

/**
 * The fewest cohorts that explain all breaches. The cohort with the most evidence is a cause; breaches that would not exist
 * without those whom it affects are explained; what remains may have another cause. So an outage of one CDN, which shows in its devices, its titles and
 * among all players, has one cause. `known`: the causes so far. The evidence of a kind with many cohorts weighs less, because one
 * of many cohorts looks bad by chance. Source of the scan for the most likely cohort: M. Kulldorff, "A spatial scan statistic", 1997.
 */
export const findCauses = (
  breaches: readonly Breach[],
  sums: RecentSums,
  known: ReadonlySet<string>,
): readonly Cause[] => {
  const causes: Cause[] = [];
  const stays = (breach: Breach): boolean => known.has(cohortKey(breach.cohort)) && !isPartOfWorse(breach, breaches);
  const scoreOf = (breach: Breach, found: number): number => (found - breach.needed) * (stays(breach) ? STAYS : 1);
  let open = breaches.map((breach) => ({ breach, score: scoreOf(breach, breach.evidence) }));
  while (open.length > 0) {
    const { breach: strongest } = open.reduce((best, one) => (one.score > best.score ? one : best));
    const own = breaches.filter(({ cohort }) => cohortKey(cohort) === cohortKey(strongest.cohort));
    causes.push({ cohort: strongest.cohort, breaches: own.sort((one, other) => other.evidence - one.evidence) });
    const cohorts = causes.map(({ cohort }) => cohort);
    open = open.flatMap(({ breach }) => {
      const left = evidenceOutside(breach, cohorts, sums);
      return left >= breach.needed ? [{ breach, score: scoreOf(breach, left) }] : [];
    });
  }
  return causes;
};

/** Whether a larger cohort, with this one in it, has more evidence: then the outage has outgrown this one. */
const isPartOfWorse = ({ cohort, evidence: own, needed }: Breach, breaches: readonly Breach[]): boolean =>
  breaches.some(
    (other) =>
      other.evidence - other.needed > own - needed && other.cohort !== cohort && includes(other.cohort, cohort),
  );

/** The evidence of a breach without the players of these cohorts. */
const evidenceOutside = (
  { cohort, problem, since, bad, of, limit }: Breach,
  causes: readonly Cohort[],
  sums: RecentSums,
) => {
  if (causes.some((cause) => includes(cause, cohort))) return 0;
  const samples = sums.samplesOf(cohort, problem, since);
  const outside = samples.filter(({ player }) => !causes.some((cause) => includes(cause, player)));
  const share = weightOf(outside) / Math.max(1, weightOf(samples));
  return evidence(bad * share, of, limit);
};

const weightOf = (samples: readonly { readonly weight: number }[]): number =>
  samples.reduce((sum, { weight }) => sum + weight, 0);
