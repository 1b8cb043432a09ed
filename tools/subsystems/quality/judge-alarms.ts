import type { AlarmTransition } from 'embedded-cloud';
import type { InjectedOutage } from '../../demo/demo-run';

/** How the alarms reported one outage. */
interface OutageReport {
  readonly injectedAtMs: number;
  readonly cohort: string;
  readonly alarm: string;
  /** From the injection to ALARM; null if the alarm did not fire. */
  readonly detectedAfterMs: number | null;
  /** From the end of the outage to OK; null if the alarm did not clear. */
  readonly recoveredAfterMs: number | null;
}

/** One time that an alarm fired, and when it cleared, if it did; epoch ms. */
interface FiredAlarm {
  readonly alarm: string;
  readonly kind: AlarmTransition['kind'];
  readonly firedAtMs: number;
  readonly clearedAtMs: number | null;
}

/** The alarms of a run, compared with the injected outages. */
export interface QualityReport {
  readonly outages: readonly OutageReport[];
  /** How often an alarm fired without an injected outage or unusual sessions as a cause. */
  readonly falseAlarms: number;
  readonly falseAlarmNames: readonly string[];
  readonly alarms: readonly FiredAlarm[];
}

/** How long after an outage an alarm may still fire: its last periods contain the outage. */
const AFTERMATH_MS = 30_000;

/**
 * Compares alarm transitions with the injected outages. `expected` names the alarms that may fire without an outage.
 */
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
