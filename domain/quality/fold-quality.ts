import { addToCohorts, CohortFold, type CohortTotals, type Member } from './cohort-fold';
import type { CountedError } from './errors/error-summary';
import type { FairShares } from './fair-shares';
import type { CohortField } from './outages/cohort';
import { sumsOf } from './outages/cohort-sums';
import type { PeriodSums, Sample } from './outages/period-sums';
import type { Problem } from './outages/problem';
import { type MetProblem, problemsIn } from './outages/problems-in';
import { PERIOD_MS } from './period';
import type { Player } from './player';
import { errorIn, type QualityEvent, type QualityReport } from './quality-report';

/** How a stage folds reports. */
export interface FoldSettings {
  /** The CDNs that form cohorts; all others are "other". */
  readonly cdns: ReadonlySet<string>;
  /** A start that takes longer is slow, ms. */
  readonly slowStartMs: number;
}

/** Samples of a problem in one period. */
const MAX_SAMPLES = 50;

/** The totals of the reports of one period of receipt. */
export interface PeriodTotals {
  /** Epoch ms; a multiple of {@link PERIOD_MS}. */
  readonly periodStart: number;
  readonly accepted: number;
  readonly refused: number;
  readonly late: number;
  /** Playing and rebuffering time that sessions claimed and that did not count, ms. */
  readonly uncountedMs: number;
  /** When the oldest of the reports was received, epoch ms. */
  readonly oldestReceivedAt: number;
  /** The errors that count for their sessions. */
  readonly errors: readonly CountedError[];
  /** The totals of every cohort that has at least one event and metrics: a device class, a CDN, both, or all players. */
  metricCohorts(): readonly CohortTotals[];
  /** What the detection of outages needs. */
  outageSums(): PeriodSums;
}

/**
 * Folds reports into totals by period of receipt and cohort. `shares` bounds what each session adds. Only the classes of
 * COHORT_DEVICES and the CDNs of the settings have metrics of their own, so players cannot create new ones.
 */
export const foldQuality = (
  reports: readonly QualityReport[],
  settings: FoldSettings,
  shares: FairShares,
): readonly PeriodTotals[] => {
  const periods = new Map<number, Period>();
  for (const report of reports) {
    const start = report.received_at - (report.received_at % PERIOD_MS);
    getOrAdd(periods, start, () => new Period(start, settings, shares)).add(report);
  }
  return [...periods.values()];
};

class Period implements PeriodTotals {
  accepted = 0;
  refused = 0;
  late = 0;
  uncountedMs = 0;
  oldestReceivedAt = Infinity;
  readonly errors: CountedError[] = [];
  private readonly fold: CohortFold;
  private readonly samples = new Map<Problem, Sample[]>();

  constructor(
    readonly periodStart: number,
    private readonly settings: FoldSettings,
    private readonly shares: FairShares,
  ) {
    this.fold = new CohortFold(settings.cdns);
  }

  add({ received_at, accepted, refused, late, players, events }: QualityReport): void {
    this.accepted += accepted;
    this.refused += refused;
    this.late += late;
    this.oldestReceivedAt = Math.min(this.oldestReceivedAt, received_at);
    const members = players.map((player) => this.fold.memberOf(player));
    for (const event of events) {
      const member = members[event[5]];
      if (member !== undefined) this.addEvent(event, member, received_at); // readReport refuses a report without it
    }
  }

  outageSums(): PeriodSums {
    return {
      periodStart: this.periodStart,
      cohorts: this.fold
        .cohorts()
        .map(({ cohort, totals }) => ({ cohort, sums: sumsOf(totals, this.settings.slowStartMs) })),
      samples: [...this.samples.values()].flat(),
    };
  }

  metricCohorts(): readonly CohortTotals[] {
    return this.fold.cohorts().filter(({ cohort }) => Object.keys(cohort).every((field) => METRIC_FIELDS.has(field)));
  }

  private addEvent(event: QualityEvent, member: Member, receivedAt: number): void {
    const share = this.shares.shareOf(event, receivedAt);
    this.uncountedMs += share.uncountedMs;
    addToCohorts(member, event, share);
    for (const met of problemsIn(event, share, this.settings.slowStartMs)) this.addSample(met, member.player);
    if (share.asError) this.addError(event, member.player, receivedAt);
  }

  private addSample({ problem, weight }: MetProblem, player: Player): void {
    const samples = getOrAdd(this.samples, problem, () => []);
    if (samples.length < MAX_SAMPLES)
      samples.push({ problem, player: this.fold.fieldsOf(player), viewer: player[6], weight });
  }

  private addError(event: QualityEvent, [deviceType, , appVersion, contentId]: Player, receivedAt: number): void {
    const code = errorIn(event);
    if (code !== undefined) this.errors.push({ code, deviceType, appVersion, contentId: contentId ?? '', receivedAt });
  }
}

const METRIC_FIELDS: ReadonlySet<string> = new Set(['deviceType', 'cdn'] satisfies readonly CohortField[]);

const getOrAdd = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};
