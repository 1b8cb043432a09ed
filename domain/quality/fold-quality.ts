import { OTHER } from '../dimensions';
import type { DeviceType } from '../families/viewing';
import { COHORT_DEVICES } from './cohort-devices';
import type { CountedError } from './errors/error-summary';
import type { FairShares } from './fair-shares';
import { PERIOD_MS } from './period';
import { errorIn, type QualityEvent, type QualityReport } from './quality-report';
import { addEvent, addTotals, noTotals, type QualityTotals } from './quality-totals';

/** A group of players that is measured together; without either field, all players. */
export interface Cohort {
  readonly deviceType?: DeviceType;
  readonly cdn?: string;
}

/** The totals of one cohort's events. */
export interface CohortTotals {
  readonly cohort: Cohort;
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
  /** The totals of every cohort that has at least one event. */
  cohorts(): readonly CohortTotals[];
}

/**
 * Folds reports into totals by period of receipt and cohort: each device class, each CDN, each device class on each CDN, and
 * all players. `shares` bounds what each session adds. Only the classes of {@link COHORT_DEVICES} and the CDNs in `cdns` get their own cohorts, so players cannot
 * create new metrics.
 */
export const foldQuality = (
  reports: readonly QualityReport[],
  cdns: ReadonlySet<string>,
  shares: FairShares,
): readonly PeriodTotals[] => {
  const periods = new Map<number, Period>();
  for (const report of reports) {
    const start = report.received_at - (report.received_at % PERIOD_MS);
    getOrAdd(periods, start, () => new Period(start, cdns, shares)).add(report);
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

  constructor(
    readonly periodStart: number,
    private readonly cdns: ReadonlySet<string>,
    private readonly shares: FairShares,
  ) {}

  add({ received_at, accepted, refused, late, events }: QualityReport): void {
    this.accepted += accepted;
    this.refused += refused;
    this.late += late;
    this.oldestReceivedAt = Math.min(this.oldestReceivedAt, received_at);
    for (const event of events) {
      const share = this.shares.shareOf(event, received_at);
      this.uncountedMs += share.uncountedMs;
      addEvent(this.cellOf(event), event, share);
      if (share.asError) this.addError(event, received_at);
    }
  }

  private addError(event: QualityEvent, receivedAt: number): void {
    const error = errorIn(event);
    if (error) this.errors.push({ ...error, deviceType: event[5], receivedAt });
  }

  private cellOf([, , , , , deviceType, cdn]: QualityEvent): QualityTotals {
    const byCdn = getOrAdd(this.cells, deviceType, () => new Map<string, QualityTotals>());
    return getOrAdd(byCdn, cdn !== null && this.cdns.has(cdn) ? cdn : OTHER, noTotals);
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

const cohortsOf = (deviceType: DeviceType, cdn: string): readonly Cohort[] => [
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
