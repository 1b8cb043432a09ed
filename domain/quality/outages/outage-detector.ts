import { type Breach, Breaches, type SettledAt } from './breaches';
import { type Cause, findCauses } from './causes';
import { cohortKey } from './cohort';
import type { Outage, OutageRatio } from './outage';
import type { PeriodSums } from './period-sums';
import { MEASURES, type QualityLimits } from './problem';
import { RecentSums } from './recent-sums';
import { trialsSince } from './strongest-window';

/** What has happened to an outage: it was found, another cohort explains it better, or it has ended. */
export interface OutageChange {
  readonly kind: 'found' | 'explained' | 'ended';
  readonly outage: Outage;
}

/** What a detector needs to go on where another stopped, besides the sums of the last three minutes. */
export interface DetectorState {
  readonly outages: readonly Outage[];
  readonly settledAt: SettledAt;
}

/** Finds outages in the sums of the last minutes, and follows each until it ends. */
export class OutageDetector {
  private readonly sums = new RecentSums();
  private breaches: Breaches;
  private outages: readonly Outage[] = [];

  constructor(private readonly limits: QualityLimits) {
    this.breaches = new Breaches(this.sums, limits);
  }

  /** The outages of now. */
  get open(): readonly Outage[] {
    return this.outages;
  }

  /** The start of the newest period that was added, epoch ms. */
  get newestPeriod(): number {
    return this.sums.newest;
  }

  /** Goes on where another detector stopped. */
  restore({ outages, settledAt }: DetectorState): void {
    this.outages = outages;
    this.breaches = new Breaches(this.sums, this.limits, { ...settledAt });
  }

  state(): DetectorState {
    return { outages: this.outages, settledAt: { ...this.breaches.settledAt } };
  }

  add(sums: PeriodSums): void {
    this.sums.add(sums);
  }

  /** Judges what was added; `now` in epoch ms. */
  judge(now: number): readonly OutageChange[] {
    if (this.sums.newest === 0) return []; // without data, nothing says that an outage has ended
    const known = new Set(this.outages.map(({ cohort }) => cohortKey(cohort)));
    const lasting = this.outages.flatMap(({ cohort, ratios }) =>
      ratios.map(({ problem }) => ({ key: cohortKey(cohort), problem })),
    );
    const breaches = this.breaches.find(lasting);
    const causes = findCauses(breaches, this.sums, known);
    const breaking = new Set(breaches.map(({ cohort }) => cohortKey(cohort)));
    for (const { cohort } of causes) breaking.delete(cohortKey(cohort));
    const before = [...this.outages];
    const changes: OutageChange[] = [];
    this.outages = causes.map((cause, index) => {
      const same = takeFirst(before, ({ cohort }) => cohortKey(cohort) === cohortKey(cause.cohort));
      const earlier = same ?? takeFirst(before, ({ cohort }) => breaking.has(cohortKey(cohort))); // another name of the same trouble
      const outage = this.toOutage(cause, earlier, `${now}-${index}`, now);
      if (same === undefined) changes.push({ kind: earlier === undefined ? 'found' : 'explained', outage });
      return outage;
    });
    return [...changes, ...before.map((outage) => ({ kind: 'ended' as const, outage: { ...outage, endedAt: now } }))];
  }

  private toOutage({ cohort, breaches }: Cause, earlier: Outage | undefined, id: string, now: number): Outage {
    const viewers = Math.max(...breaches.map((breach) => this.viewersOf(breach)));
    return {
      id: earlier?.id ?? id,
      cohort,
      ratios: breaches.map((breach) => this.toRatio(breach)),
      since: Math.min(earlier?.since ?? Infinity, ...breaches.map(({ since }) => since)),
      foundAt: earlier?.foundAt ?? now,
      viewers: Math.max(viewers, earlier?.viewers ?? 0),
    };
  }

  private toRatio({ problem, since, bad, of, limit }: Breach): OutageRatio {
    const everyone = this.sums.find(cohortKey({}));
    const all = everyone ? trialsSince(everyone, MEASURES[problem], since, this.sums.newest) : { bad, of };
    const others = Math.max(0, all.of - of);
    return {
      problem,
      ratio: bad / of,
      limit,
      elsewhere: others > 0 ? Math.max(0, all.bad - bad) / others : null,
      coverage: Math.min(1, bad / Math.max(all.bad, bad)),
    };
  }

  /** The samples are a part of the affected; their viewers stand for the others. */
  private viewersOf({ cohort, problem, since, bad }: Breach): number {
    const samples = this.sums.samplesOf(cohort, problem, since);
    const viewers = new Set(samples.map(({ viewer }) => viewer)).size;
    if (!MEASURES[problem].isPerViewer || samples.length === 0) return viewers;
    return Math.round((viewers / samples.length) * Math.max(bad, samples.length));
  }
}

/** Removes and returns the first element that meets a condition. */
const takeFirst = <Element>(elements: Element[], condition: (element: Element) => boolean): Element | undefined => {
  const index = elements.findIndex(condition);
  return index < 0 ? undefined : elements.splice(index, 1)[0];
};
