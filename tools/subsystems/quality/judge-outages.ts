import type { AlarmTransition, Notification } from 'embedded-cloud';
import { resourceName } from '../../../domain/names';
import type { InjectedOutage } from '../../demo/demo-run';
import { LOCAL_STAGE } from '../../local/stage';

/** How one injected outage was found. */
interface OutageReport {
  readonly injectedAtMs: number;
  /** What breaks, and for whom. */
  readonly cause: string;
  readonly stopsKinesis: boolean;
  /** From the injection to the ALARM of playback-outage; null if it did not fire. */
  readonly detectedAfterMs: number | null;
  /** From the end of the outage to its OK; null if it did not clear. */
  readonly recoveredAfterMs: number | null;
  /** The subjects of its messages, in order. */
  readonly messages: readonly string[];
  /** Whether the last message before the end names the cause. */
  readonly isCauseRight: boolean;
}

/** One time that an alarm fired, and when it cleared, if it did; epoch ms. */
interface FiredAlarm {
  readonly alarm: string;
  readonly kind: AlarmTransition['kind'];
  readonly firedAtMs: number;
  readonly clearedAtMs: number | null;
}

/** The alarms and messages of a run, compared with the injected outages. */
export interface QualityReport {
  readonly outages: readonly OutageReport[];
  /** How often an alarm fired, or an outage was reported, without an injected outage as a cause. */
  readonly falseAlarms: number;
  readonly falseAlarmNames: readonly string[];
  readonly alarms: readonly FiredAlarm[];
}

const ALARM = resourceName(LOCAL_STAGE, 'playback-outage');

/** The subjects of messages about outages that have been found or are explained anew. */
const REPORTS_OUTAGE = /^\[[^\]]*\] Outage(, new cause)?: /;

/** A stopped stream makes its readers late. */
const STREAM_ALARMS = /-(overflow-.*|iterator-age|counting-lags|counts-.*)$/;

/** How long after an outage its evidence is still in the newest period. */
const AFTERMATH_MS = 30_000;

/** Compares alarms and messages with the injected outages. `expected` matches alarms and subjects that need no outage. */
export const judgeOutages = (
  transitions: readonly AlarmTransition[],
  messages: readonly Notification[],
  outages: readonly InjectedOutage[],
  expected?: RegExp,
): QualityReport => {
  const fired = transitions.filter(({ to }) => to === 'ALARM');
  const falseAlarms = fired
    .filter(({ alarm }) => !expected?.test(alarm))
    .filter(({ alarm, at }) => !outages.some((outage) => isDuring(at, outage) && mayFire(alarm, outage)))
    .map(({ alarm }) => alarm);
  const falseReports = messages
    .filter(({ subject }) => REPORTS_OUTAGE.test(subject))
    .filter(({ subject }) => !expected?.test(subject))
    .filter(({ at }) => !outages.some((outage) => isDuring(at, outage)))
    .map(({ subject }) => subject);
  return {
    outages: outages.map((outage) => toReport(outage, transitions, messages)),
    falseAlarms: falseAlarms.length + falseReports.length,
    falseAlarmNames: [...falseAlarms, ...falseReports],
    alarms: fired.map(({ alarm, kind, at }) => ({
      alarm,
      kind,
      firedAtMs: at,
      clearedAtMs: transitions.find((later) => later.alarm === alarm && later.at > at)?.at ?? null,
    })),
  };
};

const isDuring = (at: number, { injectedAt, endedAt }: InjectedOutage): boolean =>
  at >= injectedAt && at <= endedAt + AFTERMATH_MS;

const mayFire = (alarm: string, { stopsKinesis }: InjectedOutage): boolean =>
  alarm === ALARM || (stopsKinesis && STREAM_ALARMS.test(alarm));

const toReport = (
  outage: InjectedOutage,
  transitions: readonly AlarmTransition[],
  messages: readonly Notification[],
): OutageReport => {
  const { cause, stopsKinesis, injectedAt, endedAt } = outage;
  const own = transitions.filter(({ alarm, at }) => alarm === ALARM && at >= injectedAt);
  const detected = own.find(({ to, at }) => to === 'ALARM' && isDuring(at, outage));
  const recovered = detected && own.find(({ to, at }) => to === 'OK' && at > detected.at);
  const reports = messages.filter(({ at, subject }) => isDuring(at, outage) && REPORTS_OUTAGE.test(subject));
  return {
    ...{ injectedAtMs: injectedAt, cause, stopsKinesis },
    detectedAfterMs: detected ? detected.at - injectedAt : null,
    recoveredAfterMs: recovered ? Math.max(0, recovered.at - endedAt) : null,
    messages: reports.map(({ subject }) => subject),
    isCauseRight: reports.at(-1)?.subject.endsWith(cause) === true,
  };
};
