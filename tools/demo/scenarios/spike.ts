import { setTimeout as delay } from 'node:timers/promises';
import { QUALITY_METRICS } from '../../../domain/quality';
import { Fields } from 'embedded-cloud/json';
import { LOCAL_STAGE } from '../../local/stage';
import { brokenRules, findingsIn, type SectionDeclaration } from '../demo-section';
import { count, seconds } from '../format';
import { type Scenario, type ScenarioContext, watchFor } from '../scenario';

/** How the pipeline handled ten times the viewers. */
interface SpikeReport {
  readonly from: number;
  readonly to: number;
  /** The time until that many viewers were watching; null if it never happened. */
  readonly reachedAfterMs: number | null;
  /**
   * The time from the last arrival until quality reports were aggregated within 5 s again; null if it never happened.
   */
  readonly delayUnder5sAfterMs: number | null;
  readonly maxQualityDelayMs: number;
  /** Periods of ten seconds without a metric of accepted events, from the first arrival to the end. */
  readonly silentPeriods: number;
}

const FACTOR = 10;
const RISE_SECONDS = 30;
const STAY_SECONDS = 60;
const QUIET_SECONDS = 20;
const PERIOD_MS = 10_000;
const LONGEST_DELAY_MS = 5_000;
/** The limit for the time until quality reports are aggregated quickly again. */
const RECOVERED_WITHIN_MS = 60_000;

/** Ten times the viewers arrive within half a minute and stay for a minute. */
export const spike: Scenario = async (context) => {
  const { viewers, playhead, terminal } = context;
  await watchFor(QUIET_SECONDS, context, 'quiet');
  const target = viewers * FACTOR;
  const start = Date.now();
  terminal.print(`  ! the number of viewers rises from ${viewers} to ${target}`);
  let reachedAfterMs: number | null = null;
  for (let second = 1; second <= RISE_SECONDS; second++) {
    await playhead.viewers.setTarget(Math.round(viewers + ((target - viewers) * second) / (RISE_SECONDS - 5)));
    if (second >= RISE_SECONDS - 5) await playhead.viewers.setTarget(target);
    await watchFor(1, context, 'viewers arrive');
    if ((await playhead.viewers.stats()).watching >= 0.95 * target) reachedAfterMs ??= Date.now() - start;
  }
  const risen = Date.now();
  await watchFor(STAY_SECONDS, context, 'viewers stay');
  await delay(2 * PERIOD_MS);
  const result = { from: viewers, to: target, reachedAfterMs, ...measure(start, risen, context) };
  const disturbances = { outages: [], kinesisOutageSeconds: 0, waitsForClosing: true };
  return { ...disturbances, section: { name: 'spike', ...findingsIn(SECTION, result, disturbances) } };
};

const SECTION: Pick<SectionDeclaration<SpikeReport>, 'differences' | 'numbers' | 'notes'> = {
  differences: ({ to, reachedAfterMs, delayUnder5sAfterMs, silentPeriods }) =>
    brokenRules([
      [reachedAfterMs !== null, `there were never ${to} viewers`],
      [
        delayUnder5sAfterMs !== null && delayUnder5sAfterMs <= RECOVERED_WITHIN_MS,
        `quality reports were late for longer than ${seconds(RECOVERED_WITHIN_MS)} after the last viewer arrived`,
      ],
      [silentPeriods === 0, `${count(silentPeriods, 'period')} of the spike had no metric of accepted events`],
    ]),
  numbers: () => ({}),
  notes: ({ from, to, reachedAfterMs, delayUnder5sAfterMs }) => [
    `spike: ${from} to ${to} viewers in ${seconds(reachedAfterMs)}; ` +
      `reports aggregated within 5 s again after ${seconds(delayUnder5sAfterMs)}`,
  ],
};

const measure = (start: number, risen: number, context: ScenarioContext) => {
  const delays = seriesOf(QUALITY_METRICS.qualityDelay, 'Maximum', start, context);
  const accepted = seriesOf(QUALITY_METRICS.acceptedEvents, 'Sum', start, context);
  const slow = delays.filter(([at, ms]) => at >= risen - PERIOD_MS && ms > LONGEST_DELAY_MS).at(-1);
  const periods = Math.floor((Date.now() - 2 * PERIOD_MS - start) / PERIOD_MS);
  const last = delays.at(-1);
  return {
    delayUnder5sAfterMs: slow && slow === last ? null : Math.max(0, (slow?.[0] ?? 0) + PERIOD_MS - risen),
    maxQualityDelayMs: Math.max(0, ...delays.map(([, ms]) => ms)),
    silentPeriods: Math.max(0, periods - accepted.length),
  };
};

/** One of the project's own metrics since a time: the time (epoch ms) and value of each period, in order. */
const seriesOf = (
  name: string,
  stat: string,
  since: number,
  { playhead }: ScenarioContext,
): readonly (readonly [number, number])[] => {
  const answer = playhead.cloud.services.cloudwatch.getMetricData({
    StartTime: since / 1_000,
    EndTime: Date.now() / 1_000,
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      {
        Id: 'm',
        MetricStat: {
          Metric: { Namespace: `Playhead/${LOCAL_STAGE}`, MetricName: name },
          Period: PERIOD_MS / 1_000,
          Stat: stat,
        },
      },
    ],
  });
  const [result] = new Fields(answer).objects('MetricDataResults');
  const [times, values] = [result?.all['Timestamps'], result?.all['Values']];
  if (!Array.isArray(times) || !Array.isArray(values)) return [];
  return times.map((time, index) => [Number(time) * 1_000, Number(values[index])] as const);
};
