import type { AlarmView } from 'embedded-cloud';
import type { OutageView } from '../console/views';
import type { Playhead } from './playhead';

/** How long the first count may take. */
const WAIT_MS = 60_000;

/** The state of the pipeline in one line: viewers, counted streams, the stream's lag and alarms. */
export const liveLine = async ({ observer, viewers, cloud }: Playhead, now: number): Promise<string> => {
  const [counted, { requestsSince = now }, stats, lagMs, outages] = await Promise.all([
    observer.newestComplete(now),
    observer.evidence(now),
    viewers.stats(),
    observer.iteratorAgeMs(),
    observer.outages(),
  ]);
  const parts = [`${number(stats.watching)} watching`, `${number(observer.rate?.eventsPerSecond ?? 0)} events/s`];
  if (counted) {
    const truth = (await observer.truthAt([counted.instant])).get(counted.instant);
    const age = Math.round((now - counted.instant) / 1000);
    parts.push(`${number(counted.streams)} streams ${age} s ago${comparison(counted.streams, truth)}`);
  } else {
    parts.push(
      now - requestsSince < WAIT_MS ? 'first complete count in a few seconds' : 'UNKNOWN: no count is complete',
    );
  }
  parts.push(`lag ${(lagMs / 1000).toFixed(1)} s`, alarmPart(cloud.services.cloudwatch.alarms(), outages));
  return `  ${parts.join(' · ')}`;
};

/** Ignores composite alarms, because they repeat the alarms that they contain. */
const alarmPart = (alarms: readonly AlarmView[], outages: readonly OutageView[]): string => {
  const firing = alarms.filter(({ state, kind }) => state === 'ALARM' && kind === 'metric').length;
  const causes = outages.map(({ cause }) => `OUTAGE: ${cause}`);
  return [...causes, firing === 0 ? 'alarms 0' : `ALARM: ${firing}`].join(' · ');
};

const comparison = (counted: number, truth: number | undefined): string => {
  if (truth === undefined) return '';
  return truth === counted ? ' (exact)' : ` (truth ${number(truth)})`;
};

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
