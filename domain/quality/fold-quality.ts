import { OTHER } from '../dimensions';
import type { DeviceType } from '../families/viewing';
import type { QualityReport } from './quality-report';
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

/** The totals of the events of one device class on one CDN. */
export interface CellTotals {
  readonly deviceType: DeviceType;
  readonly cdn: string;
  readonly totals: QualityTotals;
}

/** What a batch of reports contributes to one period of receipt. */
export interface PeriodShare {
  /** Epoch ms; a multiple of {@link PERIOD_MS}. */
  readonly periodStart: number;
  readonly accepted: number;
  readonly refused: number;
  readonly late: number;
  /** When the oldest of the reports was received, epoch ms. */
  readonly oldestReceivedAt: number;
  /** Every device class on every CDN that has at least one event. */
  readonly cells: readonly CellTotals[];
}

/** The totals of one period of receipt. */
export interface PeriodTotals extends PeriodShare {
  /** The totals of every cohort that has at least one event. */
  cohorts(): readonly CohortTotals[];
}

/** Equal to the period of the alarms: a shorter period would only multiply the published data. */
const PERIOD_MS = 10_000;

/**
 * Folds reports into totals by period of receipt and cohort: each device class, each CDN, each device class on each CDN, and
 * all players. Only the CDNs in `cdns` get their own cohorts, so players cannot create new metrics.
 */
export const foldQuality = (reports: readonly QualityReport[], cdns: ReadonlySet<string>): readonly PeriodTotals[] => {
  const periods = new Map<number, Period>();
  for (const report of reports) {
    const start = report.received_at - (report.received_at % PERIOD_MS);
    getOrAdd(periods, start, () => new Period(start)).addReport(report, cdns);
  }
  return [...periods.values()];
};

/** Adds up the shares of many batches by period. The result is the same as if one batch had had all their reports. */
export const mergeShares = (shares: readonly PeriodShare[]): readonly PeriodTotals[] => {
  const periods = new Map<number, Period>();
  for (const share of shares) {
    getOrAdd(periods, share.periodStart, () => new Period(share.periodStart)).addShare(share);
  }
  return [...periods.values()];
};

class Period implements PeriodTotals {
  accepted = 0;
  refused = 0;
  late = 0;
  oldestReceivedAt = Infinity;
  /** Every larger cohort is a sum of cells. */
  private readonly byDevice = new Map<DeviceType, Map<string, QualityTotals>>();

  constructor(readonly periodStart: number) {}

  get cells(): readonly CellTotals[] {
    return [...this.byDevice].flatMap(([deviceType, byCdn]) =>
      [...byCdn].map(([cdn, totals]) => ({ deviceType, cdn, totals })),
    );
  }

  addReport({ received_at, events, ...counts }: QualityReport, cdns: ReadonlySet<string>): void {
    this.count(counts, received_at);
    for (const event of events) {
      const cdn = event.cdn !== undefined && cdns.has(event.cdn) ? event.cdn : OTHER;
      addEvent(this.cell(event.device_type, cdn), event);
    }
  }

  addShare({ oldestReceivedAt, cells, ...counts }: PeriodShare): void {
    this.count(counts, oldestReceivedAt);
    for (const { deviceType, cdn, totals } of cells) addTotals(this.cell(deviceType, cdn), totals);
  }

  private count(counts: Pick<PeriodShare, 'accepted' | 'refused' | 'late'>, receivedAt: number): void {
    this.accepted += counts.accepted;
    this.refused += counts.refused;
    this.late += counts.late;
    this.oldestReceivedAt = Math.min(this.oldestReceivedAt, receivedAt);
  }

  private cell(deviceType: DeviceType, cdn: string): QualityTotals {
    return getOrAdd(
      getOrAdd(this.byDevice, deviceType, () => new Map<string, QualityTotals>()),
      cdn,
      noTotals,
    );
  }

  cohorts(): readonly CohortTotals[] {
    const found = new Map<string, CohortTotals>();
    for (const { deviceType, cdn, totals } of this.cells) {
      for (const cohort of [{}, { deviceType }, { cdn }, { deviceType, cdn }]) {
        addTotals(getOrAdd(found, JSON.stringify(cohort), () => ({ cohort, totals: noTotals() })).totals, totals);
      }
    }
    return [...found.values()];
  }
}

const getOrAdd = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};
