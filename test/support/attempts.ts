import { noSums } from '../../domain/quality/outages/cohort-sums';
import { type Cohort, cohortKey, cohortsOf, includes } from '../../domain/quality/outages/cohort';
import type { PeriodSums, Sample } from '../../domain/quality/outages/period-sums';
import { Random } from '../../tools/simulator/random';

const PERIOD_MS = 10_000;

const weighted = (entries: Readonly<Record<string, number>>) =>
  Object.entries(entries).map(([value, weight]) => ({ value, weight }));
const DEVICES = weighted({ smart_tv: 4, mobile: 3, web: 2, tablet: 1, game_console: 0.5 });
const CDNS = weighted({ 'cdn-a': 5, 'cdn-b': 3, 'cdn-c': 2 });
const VERSIONS = weighted({ '5.0': 5, '5.1': 3, '5.2': 1, '4.9': 0.5 });
const COUNTRIES = weighted({ DE: 5, FR: 3, US: 3, PL: 1, SE: 0.5 });
const STREAM_TYPES = weighted({ vod: 3, live: 1 });
/** Popularity follows Zipf's law. */
const TITLES = Array.from({ length: 200 }, (_, rank) => ({ value: `title-${rank}`, weight: 1 / (rank + 1) }));

const aPlayer = (random: Random): Cohort => ({
  deviceType: random.weighted(DEVICES).value,
  cdn: random.weighted(CDNS).value,
  appVersion: random.weighted(VERSIONS).value,
  contentId: random.weighted(TITLES).value,
  country: random.weighted(COUNTRIES).value,
  streamType: random.weighted(STREAM_TYPES).value,
});

/** Attempts of a while, by their time. */
export interface AttemptsOptions {
  readonly seed: string;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Attempts per second. */
  readonly rate: number;
  /** The share of the attempts that fail without an outage. @default 0.01 */
  readonly ordinary?: number;
  /** Cohorts whose attempts fail. @default - none */
  readonly outages?: readonly {
    readonly cohort: Cohort;
    readonly share: number;
    readonly from: number;
    readonly to: number;
  }[];
}

/** The sums of simulated attempts, one for every two seconds, in order. */
export function* attemptsOf(options: AttemptsOptions): Generator<{ readonly at: number; readonly sums: PeriodSums }> {
  const { seed, from, to, rate, ordinary = 0.01, outages = [] } = options;
  const random = new Random(seed);
  let due = 0;
  for (let at = from; at < to; at += 2_000) {
    due += 2 * rate * random.uniform(0.5, 1.5);
    const count = Math.floor(due);
    due -= count;
    const attempts = Array.from({ length: count }, () => {
      const player = aPlayer(random);
      const broken = outages.find((one) => at >= one.from && at < one.to && includes(one.cohort, player));
      return { player, viewer: random.below(2 ** 31), isBad: random.chance(broken?.share ?? ordinary) };
    });
    yield { at, sums: sumsOf(at - (at % PERIOD_MS), attempts) };
  }
}

/** One attempt to start. */
export interface Attempt {
  readonly player: Cohort;
  readonly viewer: number;
  readonly isBad: boolean;
}

/** The sums of some attempts of one period. */
export const sumsOf = (periodStart: number, attempts: readonly Attempt[]): PeriodSums => {
  const cohorts = new Map<string, PeriodSums['cohorts'][number]>();
  for (const { player, isBad } of attempts) {
    for (const cohort of cohortsOf(player)) {
      const key = cohortKey(cohort);
      const found = cohorts.get(key) ?? { cohort, sums: noSums() };
      cohorts.set(key, found);
      found.sums.attempts++;
      if (isBad) found.sums.startFailures++;
      else found.sums.plays++;
    }
  }
  const samples = attempts
    .filter(({ isBad }) => isBad)
    .map(({ player, viewer }): Sample => ({ problem: 'start-failures', player, viewer, weight: 1 }));
  return { periodStart, cohorts: [...cohorts.values()], samples };
};
