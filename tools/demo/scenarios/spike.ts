import { setTimeout as delay } from 'node:timers/promises';
import { Fields } from 'embedded-cloud/json';
import { type Scenario, type Stage, watchFor } from '../scenario';
import { LOCAL_STAGE } from '../../local/stage';

/** How the pipeline bore ten times the viewers. */
export interface SpikeReport {
  readonly from: number;
  readonly to: number;
  /** Until as many were watching; null where they never were. */
  readonly reachedAfterMs: number | null;
  /** Until quality reports were folded within five seconds again, from when the viewers were in; null where they were not. */
  readonly delayUnder5sAfterMs: number | null;
  readonly maxQualityDelayMs: number;
  /** Periods of ten seconds, from the rise to the end, in which no accepted event was seen: blind spots. */
  readonly silentPeriods: number;
}

const TIMES = 10;
const RISE_SECONDS = 30;
const STAY_SECONDS = 60;
const QUIET_SECONDS = 20;
const PERIOD_MS = 10_000;
const LONGEST_DELAY_MS = 5_000;

/** Ten times the viewers within half a minute, and a minute with them. */
export const spike: Scenario = async (stage) => {
  const { viewers, playhead, terminal } = stage;
  await watchFor(QUIET_SECONDS, stage, 'quiet');
  const target = viewers * TIMES;
  const start = Date.now();
  terminal.print(`  ! ${viewers} viewers become ${target}`);
  let reachedAfterMs: number | null = null;
  for (let second = 1; second <= RISE_SECONDS; second++) {
    await playhead.viewers.setTarget(Math.round(viewers + ((target - viewers) * second) / (RISE_SECONDS - 5)));
    if (second >= RISE_SECONDS - 5) await playhead.viewers.setTarget(target);
    await watchFor(1, stage, 'the crowd comes');
    if ((await playhead.viewers.stats()).watching >= 0.95 * target) reachedAfterMs ??= Date.now() - start;
  }
  const risen = Date.now();
  await watchFor(STAY_SECONDS, stage, 'the crowd stays');
  await delay(2 * PERIOD_MS);
  return {
    outages: [],
    kinesisOutageSeconds: 0,
    waitsForClosing: true,
    spike: { from: viewers, to: target, reachedAfterMs, ...lookBack(stage, start, risen) },
  };
};

const lookBack = (stage: Stage, start: number, risen: number) => {
  const delays = seriesOf(stage, 'QualityDelay', 'Maximum', start);
  const accepted = seriesOf(stage, 'AcceptedEvents', 'Sum', start);
  const slow = delays.filter(([at, ms]) => at >= risen - PERIOD_MS && ms > LONGEST_DELAY_MS).at(-1);
  const periods = Math.floor((Date.now() - 2 * PERIOD_MS - start) / PERIOD_MS);
  const last = delays.at(-1);
  return {
    delayUnder5sAfterMs: slow && slow === last ? null : Math.max(0, (slow?.[0] ?? 0) + PERIOD_MS - risen),
    maxQualityDelayMs: Math.max(0, ...delays.map(([, ms]) => ms)),
    silentPeriods: Math.max(0, periods - accepted.length),
  };
};

/** One of our own metrics since a time: time and value of each period, in order. */
const seriesOf = (
  { playhead }: Stage,
  name: string,
  stat: string,
  since: number,
): readonly (readonly [number, number])[] => {
  const { cloud } = playhead;
  const answer = cloud.services.cloudwatch.getMetricData({
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

/** What the pipeline failed at, each as a sentence. */
export const spikeDifferences = (report: SpikeReport): readonly string[] => [
  ...(report.reachedAfterMs === null ? [`the crowd never reached ${report.to}`] : []),
  ...(report.delayUnder5sAfterMs === null || report.delayUnder5sAfterMs > 60_000
    ? [`quality reports were not folded within 5 s again a minute after the crowd had come`]
    : []),
  ...(report.silentPeriods > 0 ? [`${report.silentPeriods} periods of the spike are blind spots`] : []),
];
