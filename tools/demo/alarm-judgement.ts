import type { AlarmTransition } from 'embedded-cloud';

/** Trouble that a demo made on purpose. Times are epoch ms. */
export interface InjectedOutage {
  /** Who is struck, in words. */
  readonly cohort: string;
  /** The alarm that must tell of it. */
  readonly alarm: string;
  /** Which alarms it may raise. */
  readonly explains: RegExp;
  readonly injectedAt: number;
  readonly endedAt: number;
}

/**
 * What sessions that were measured over slow lines raise by themselves, and rightly: they start late and stall often all
 * through the run.
 */
export const MEASURED_SESSIONS_EXPLAIN =
  /-(slow-startup-.*|any-slow-startup|rebuffering-.*|any-rebuffering|playback-outage)$/;

/** How one outage was told of. */
interface OutageReport {
  readonly injectedAtMs: number;
  readonly cohort: string;
  readonly alarm: string;
  /** From the injection to ALARM; null where the alarm never came. */
  readonly detectedAfterMs: number | null;
  /** From the end of the trouble to OK; null where it did not come. */
  readonly recoveredAfterMs: number | null;
}

/** One time that an alarm fired, and when it cleared, if it did; epoch ms. */
interface FiredAlarm {
  readonly alarm: string;
  readonly kind: AlarmTransition['kind'];
  readonly firedAtMs: number;
  readonly clearedAtMs: number | null;
}

/** What the alarms made of a run. */
export interface QualityReport {
  readonly outages: readonly OutageReport[];
  /** Times that an alarm fired which neither an injected outage nor the sessions themselves explain. */
  readonly falseAlarms: number;
  /** What those were. */
  readonly falseAlarmNames: readonly string[];
  readonly alarms: readonly FiredAlarm[];
}

/** An alarm may still rise on the last periods of trouble that is over. */
const AFTERMATH_MS = 30_000;

/** Holds alarms' transitions to what was injected; `expected` names the alarms that the sessions raise without trouble. */
export const judgeAlarms = (
  transitions: readonly AlarmTransition[],
  outages: readonly InjectedOutage[],
  expected?: RegExp,
): QualityReport => {
  const fired = transitions.filter(({ to }) => to === 'ALARM');
  const unexplained = fired
    .filter(({ alarm }) => !expected?.test(alarm))
    .filter((transition) => !outages.some((outage) => isExplained(transition, outage)));
  return {
    outages: outages.map((outage) => toReport(outage, transitions)),
    falseAlarms: unexplained.length,
    falseAlarmNames: unexplained.map(({ alarm }) => alarm),
    alarms: fired.map(({ alarm, kind, at }) => ({
      alarm,
      kind,
      firedAtMs: at,
      clearedAtMs: transitions.find((later) => later.alarm === alarm && later.at > at)?.at ?? null,
    })),
  };
};

const isExplained = ({ alarm, at }: AlarmTransition, { explains, injectedAt, endedAt }: InjectedOutage): boolean =>
  explains.test(alarm) && at >= injectedAt && at <= endedAt + AFTERMATH_MS;

const toReport = (
  { cohort, alarm, injectedAt, endedAt }: InjectedOutage,
  transitions: readonly AlarmTransition[],
): OutageReport => {
  const own = transitions.filter((transition) => transition.alarm === alarm && transition.at >= injectedAt);
  const detected = own.find(({ to, at }) => to === 'ALARM' && at <= endedAt + AFTERMATH_MS);
  const recovered = detected && own.find(({ to, at }) => to === 'OK' && at > detected.at);
  return {
    injectedAtMs: injectedAt,
    cohort,
    alarm,
    detectedAfterMs: detected ? detected.at - injectedAt : null,
    recoveredAfterMs: recovered ? Math.max(0, recovered.at - endedAt) : null,
  };
};

const WORST_MS = 45_000;
const MEDIAN_MS = 30_000;

/** What the alarms failed at, each as a sentence. */
export const alarmDifferences = ({ outages, falseAlarms, falseAlarmNames }: QualityReport): readonly string[] => {
  const detected = outages.map(({ detectedAfterMs }) => detectedAfterMs ?? Infinity).sort((a, b) => a - b);
  const median = detected[detected.length >> 1] ?? 0;
  return [
    ...outages
      .filter(({ detectedAfterMs }) => (detectedAfterMs ?? Infinity) > WORST_MS)
      .map(({ alarm, detectedAfterMs }) => `${alarm} came after ${detectedAfterMs ?? 'no'} ms, not within ${WORST_MS}`),
    ...outages
      .filter(({ recoveredAfterMs }) => recoveredAfterMs === null)
      .map(({ alarm }) => `${alarm} did not clear when its trouble was over`),
    ...(median > MEDIAN_MS ? [`the median outage was told of after ${median} ms, not within ${MEDIAN_MS}`] : []),
    ...(falseAlarms > 0 ? [`${falseAlarms} false alarms: ${falseAlarmNames.join(', ')}`] : []),
  ];
};
