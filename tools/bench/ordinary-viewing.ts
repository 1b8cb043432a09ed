import { type Cohort, cohortsOf } from '../../domain/quality/outages/cohort';
import { type CohortSums, noSums } from '../../domain/quality/outages/cohort-sums';
import type { PeriodSums, Sample } from '../../domain/quality/outages/period-sums';
import type { Problem } from '../../domain/quality/outages/problem';
import { Random, ZipfSampler } from '../simulator/random';

const PERIOD_S = 10;
const DAY_PERIODS = 8_640;
const MEAN_SESSION_S = 1_800;
/** A session reports what it has watched once a minute. */
const REPORT_PERIODS = 6;
/** A launch on the first Friday: for ten minutes, ten times the usual starts, and nine of ten of them of one new title. */
const LAUNCH = { day: 4, fromHour: 20, periods: 60, times: 10, share: 0.9, title: 'launch' };

const weighted = (entries: Readonly<Record<string, number>>) =>
  Object.entries(entries).map(([value, weight]) => ({ value, weight }));
const DEVICES = weighted({ smart_tv: 40, mobile: 30, web: 15, tablet: 8, game_console: 4, desktop: 3 });
const CDNS = weighted({ 'cdn-a': 60, 'cdn-b': 30, 'cdn-c': 10 });
const VERSIONS = weighted({ '5.2': 55, '5.1': 25, '5.0': 10, '4.9': 5, '4.8': 3, '4.7': 1.5, '4.0': 0.5 });
const COUNTRIES = weighted({ DE: 40, FR: 20, US: 15, PL: 10, AT: 6, CH: 5, SE: 2, IS: 0.5, LI: 0.1 });
const TITLES = 2_000;

interface Session {
  readonly player: Cohort;
  readonly viewer: number;
  readonly cohorts: readonly Cell[];
  readonly endsAt: number;
  /** The share of its time that it waits. */
  readonly waits: number;
  readonly failsLate: boolean;
}

/** A cohort with its sums of the current period. */
interface Cell {
  readonly cohort: Cohort;
  sums: CohortSums | undefined;
}

/**
 * Ordinary viewing, period by period: starts fail at about 1 %, 0.5 % of the sessions fail later, 2 % of the starts are slow, and
 * about 1 % of the time is rebuffering. Trouble clusters, as it does in reality: one session in fifty has a bad line, which
 * stalls for a fifth of the time on average and starts slowly; one viewer in two hundred cannot start at all, and tries
 * again up to eight times.
 */
export class OrdinaryViewing {
  private readonly random: Random;
  private readonly titles = new ZipfSampler(TITLES, 1);
  private readonly cells = new Map<string, Cell>();
  private readonly reporting: Session[][] = Array.from({ length: REPORT_PERIODS }, () => []);
  private readonly retries = new Map<number, { player: Cohort; viewer: number; left: number }[]>();
  private touched: Cell[] = [];
  private samples: Sample[] = [];

  constructor(
    seed: string,
    private readonly peakStreams: number,
  ) {
    this.random = new Random(seed);
  }

  /** The sums of a period; periods are asked for in order, from 0, a Monday's midnight. */
  period(index: number, startOfMonth: number): PeriodSums {
    [this.touched, this.samples] = [[], []];
    this.start(index);
    this.watch(index);
    const cohorts = this.touched.map((cell) => {
      const sums = cell.sums ?? noSums();
      cell.sums = undefined;
      return { cohort: cell.cohort, sums };
    });
    return { periodStart: startOfMonth + index * PERIOD_S * 1_000, cohorts, samples: this.samples };
  }

  private start(index: number): void {
    const usual = (this.peakStreams * activity(index) * PERIOD_S) / MEAN_SESSION_S;
    const launching = isLaunch(index);
    const starts = this.random.poisson(launching ? usual * LAUNCH.times : usual);
    for (let n = 0; n < starts; n++) this.attempt(index, this.aPlayer(launching), this.random.below(2 ** 31), 0.005);
    for (const { player, viewer, left } of this.retries.get(index) ?? [])
      this.attempt(index, player, viewer, 0.9, left);
    this.retries.delete(index);
  }

  /** `failing`: how likely the attempt of a viewer fails. Who fails for a lasting reason tries again. */
  private attempt(index: number, player: Cohort, viewer: number, failing: number, left = 8): void {
    const { random } = this;
    const cohorts = this.cellsOf(player);
    this.count(cohorts, 'attempts', 1);
    if (random.chance(failing)) {
      this.count(cohorts, 'startFailures', 1);
      this.sample('start-failures', player, viewer, 1);
      if (left > 0 && random.chance(0.5)) this.retry(index + 1 + random.below(3), { player, viewer, left: left - 1 });
      return;
    }
    const hasBadLine = random.chance(0.02);
    this.count(cohorts, 'plays', 1);
    if (random.chance(hasBadLine ? 0.4 : 0.012)) {
      this.count(cohorts, 'slowStarts', 1);
      this.sample('slow-startup', player, viewer, 1);
    }
    const endsAt = index + Math.ceil(random.exponential(MEAN_SESSION_S) / PERIOD_S);
    const waits = hasBadLine ? Math.min(0.9, random.exponential(0.2)) : random.exponential(0.006);
    const session = { player, viewer, cohorts, endsAt, waits, failsLate: random.chance(0.005) };
    this.reporting[random.below(REPORT_PERIODS)]?.push(session);
  }

  private retry(index: number, attempt: { player: Cohort; viewer: number; left: number }): void {
    const known = this.retries.get(index);
    if (known === undefined) this.retries.set(index, [attempt]);
    else known.push(attempt);
  }

  private watch(index: number): void {
    const sessions = this.reporting[index % REPORT_PERIODS] ?? [];
    this.reporting[index % REPORT_PERIODS] = sessions.filter((session) => {
      const watchedMs = REPORT_PERIODS * PERIOD_S * 1_000;
      this.count(session.cohorts, 'watchedMs', watchedMs);
      const { player, viewer, cohorts, waits } = session;
      // Stalls come in bursts: in most minutes none, in some a long one.
      const waitedMs = this.random.chance(3 * waits) ? Math.round(this.random.uniform(0, 2 / 3) * watchedMs) : 0;
      if (waitedMs > 0) {
        this.count(cohorts, 'rebufferingMs', waitedMs);
        this.sample('rebuffering', player, viewer, waitedMs);
      }
      if (session.endsAt > index) return true;
      if (session.failsLate) {
        this.count(cohorts, 'lateFailures', 1);
        this.sample('playback-failures', player, viewer, 1);
      }
      return false;
    });
  }

  private count(cells: readonly Cell[], name: keyof CohortSums, amount: number): void {
    for (const cell of cells) {
      if (cell.sums === undefined) {
        cell.sums = noSums();
        this.touched.push(cell);
      }
      cell.sums[name] += amount;
    }
  }

  private sample(problem: Problem, player: Cohort, viewer: number, weight: number): void {
    this.samples.push({ problem, player, viewer, weight });
  }

  private aPlayer(launching: boolean): Cohort {
    const { random } = this;
    const isLaunched = launching && random.chance(LAUNCH.share);
    return {
      deviceType: random.weighted(DEVICES).value,
      cdn: random.weighted(CDNS).value,
      appVersion: random.weighted(VERSIONS).value,
      contentId: isLaunched ? LAUNCH.title : `title-${this.titles.sample(random)}`,
      country: random.weighted(COUNTRIES).value,
      streamType: random.chance(0.2) ? 'live' : 'vod',
    };
  }

  private cellsOf(player: Cohort): readonly Cell[] {
    return cohortsOf(player).map((cohort) => {
      const key = JSON.stringify(cohort);
      let cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, (cell = { cohort, sums: undefined }));
      return cell;
    });
  }
}

const isLaunch = (index: number): boolean => {
  const from = LAUNCH.day * DAY_PERIODS + LAUNCH.fromHour * 360;
  return index >= from && index < from + LAUNCH.periods;
};

/** The share of the peak: nights are quiet, evenings busy, and weekends busier by day. */
const activity = (index: number): number => {
  const hour = (index % DAY_PERIODS) / 360;
  const isWeekend = Math.floor(index / DAY_PERIODS) % 7 >= 5;
  const evening = Math.exp(-(((hour - 20.5) / 2.5) ** 2));
  const day = (isWeekend ? 0.5 : 0.25) * Math.exp(-(((hour - 14) / 5) ** 2));
  return Math.min(1, 0.04 + evening * 0.96 + day);
};
