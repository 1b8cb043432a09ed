import { OTHER } from '../dimensions';
import type { DeviceType } from '../families/viewing';
import { COHORT_DEVICES } from './cohort-devices';
import type { CountedError } from './errors/error-summary';
import type { FairShares } from './fair-shares';
import type { PeriodSums } from './outages/period-sums';
import { type CohortSettings, SumsCollector } from './outages/sums-collector';
import { PERIOD_MS } from './period';
import type { Player } from './player';
import { errorIn, type QualityEvent, type QualityReport } from './quality-report';
import { addEvent, addTotals, noTotals, type QualityTotals } from './quality-totals';

/** A group of players that has metrics; without either field, all players. */
export interface MetricCohort {
  readonly deviceType?: DeviceType;
  readonly cdn?: string;
}

/** The totals of one cohort's events. */
export interface CohortTotals {
  readonly cohort: MetricCohort;
  readonly totals: QualityTotals;
}

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
  /** The totals of every cohort of the metrics that has at least one event. */
  cohorts(): readonly CohortTotals[];
  /** What the detection of outages needs. */
  outageSums(): PeriodSums;
}

/**
 * Folds reports into totals by period of receipt and cohort: each device class, each CDN, each device class on each CDN, and
 * all players. `shares` bounds what each session adds. Only the classes of {@link COHORT_DEVICES} and the CDNs of the settings
 * get their own cohorts, so players cannot create new metrics.
 */
export const foldQuality = (
  reports: readonly QualityReport[],
  settings: CohortSettings,
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
  /** One cell per device class and CDN: every larger cohort is a sum of cells. */
  private readonly cells = new Map<DeviceType, Map<string, QualityTotals>>();

  private readonly sums: SumsCollector;

  constructor(
    readonly periodStart: number,
    private readonly settings: CohortSettings,
    private readonly shares: FairShares,
  ) {
    this.sums = new SumsCollector(periodStart, settings);
  }

  add({ received_at, accepted, refused, late, players, events }: QualityReport): void {
    this.accepted += accepted;
    this.refused += refused;
    this.late += late;
    this.oldestReceivedAt = Math.min(this.oldestReceivedAt, received_at);
    const members = players.map((player) => ({
      cell: this.cellOf(player),
      membership: this.sums.membershipOf(player),
    }));
    for (const event of events) {
      const member = members[event[5]];
      if (member === undefined) continue; // a report without its player is none: see readReport
      const share = this.shares.shareOf(event, received_at);
      this.uncountedMs += share.uncountedMs;
      addEvent(member.cell, event, share);
      this.sums.add(event, share, member.membership);
      if (share.asError) this.addError(event, member.membership.player, received_at);
    }
  }

  private addError(event: QualityEvent, [deviceType, , appVersion, contentId]: Player, receivedAt: number): void {
    const code = errorIn(event);
    if (code !== undefined) this.errors.push({ code, deviceType, appVersion, contentId: contentId ?? '', receivedAt });
  }

  private cellOf([deviceType, cdn]: Player): QualityTotals {
    const byCdn = getOrAdd(this.cells, deviceType, () => new Map<string, QualityTotals>());
    return getOrAdd(byCdn, cdn !== null && this.settings.cdns.has(cdn) ? cdn : OTHER, noTotals);
  }

  outageSums(): PeriodSums {
    return this.sums.result();
  }

  cohorts(): readonly CohortTotals[] {
    const found = new Map<string, CohortTotals>();
    for (const [deviceType, byCdn] of this.cells) {
      for (const [cdn, totals] of byCdn) {
        for (const cohort of cohortsOf(deviceType, cdn)) {
          addTotals(getOrAdd(found, JSON.stringify(cohort), () => ({ cohort, totals: noTotals() })).totals, totals);
        }
      }
    }
    return [...found.values()];
  }
}

const cohortsOf = (deviceType: DeviceType, cdn: string): readonly MetricCohort[] => [
  ...[{}, { cdn }],
  ...(COHORT_DEVICES.includes(deviceType) ? [{ deviceType }, { deviceType, cdn }] : []),
];

const getOrAdd = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};
