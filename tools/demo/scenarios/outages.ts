import { resourceName } from '../../../domain/names';
import { COHORT_DEVICES } from '../../../domain/quality';
import { LOCAL_STAGE } from '../../local/stage';
import type { Trouble } from '../../simulator/trouble';
import type { InjectedOutage } from '../demo-run';
import { type Scenario, type ScenarioContext, watchFor } from '../scenario';

/** An outage to inject, and the alarm that must fire. */
interface PlannedOutage {
  readonly cohort: string;
  readonly trouble: Trouble;
  /** Without the prefix of the stage. */
  readonly alarm: string;
  readonly explains: RegExp;
  readonly stopsKinesis: boolean;
}

const OUTAGES: readonly PlannedOutage[] = [
  {
    cohort: 'starts on smart_tv over cdn-a',
    trouble: { kind: 'start-failures', share: 0.9, deviceType: 'smart_tv', cdn: 'cdn-a' },
    alarm: 'start-failures-smart_tv-cdn-a',
    explains:
      /-((start|playback)-failures-(all|smart_tv|cdn-a|smart_tv-cdn-a)|any-(start|playback)-failures|playback-outage)$/,
    stopsKinesis: false,
  },
  {
    cohort: 'stalls over cdn-b',
    trouble: { kind: 'rebuffering', share: 0.9, cdn: 'cdn-b' },
    alarm: 'rebuffering-cdn-b',
    explains: new RegExp(
      `-(rebuffering-((\\w+-)?cdn-b|all|${COHORT_DEVICES.join('|')})|any-rebuffering|playback-outage)$`,
    ),
    stopsKinesis: false,
  },
  {
    cohort: 'all starts, while Kinesis refuses every call',
    trouble: { kind: 'start-failures', share: 0.8 },
    alarm: 'start-failures-all',
    explains:
      /-((start|playback)-failures-.*|any-(start|playback)-failures|playback-outage|overflow-.*|iterator-age|counting-lags)$/,
    stopsKinesis: true,
  },
];

const QUIET_SECONDS = 45;
const LONGEST_MS = 60_000;
/** How long an outage continues after its alarm, to check that the alarm keeps firing. */
const AFTER_ALARM_SECONDS = 4;

/**
 * After a quiet phase playback breaks three times, the last time during a Kinesis outage; each outage ends soon after
 * its alarm.
 */
export const outages: Scenario = async (context) => {
  await watchFor(QUIET_SECONDS, context, 'quiet');
  const injected: InjectedOutage[] = [];
  let kinesisOutageMs = 0;
  for (const planned of OUTAGES) {
    const outage = await inject(planned, context);
    injected.push(outage);
    if (planned.stopsKinesis) kinesisOutageMs += outage.endedAt - outage.injectedAt;
    if (!(await context.alarms.until(outage.alarm, 'OK', LONGEST_MS)))
      context.terminal.print(`  ! ${outage.alarm} did not clear within ${LONGEST_MS / 1_000} s`);
  }
  return { outages: injected, kinesisOutageSeconds: Math.ceil(kinesisOutageMs / 1_000), waitsForClosing: false };
};

const inject = async (planned: PlannedOutage, context: ScenarioContext): Promise<InjectedOutage> => {
  const { playhead, terminal, alarms } = context;
  const { cloud, viewers } = playhead;
  const { cohort, explains } = planned;
  const alarm = resourceName(LOCAL_STAGE, planned.alarm);
  terminal.print(`  ! outage begins: ${cohort}`);
  const injectedAt = Date.now();
  if (planned.stopsKinesis) cloud.faults.set('kinesis', { throttle: 1 });
  await viewers.setTrouble(planned.trouble);
  await alarms.until(alarm, 'ALARM', LONGEST_MS);
  await watchFor(AFTER_ALARM_SECONDS, context, cohort);
  await viewers.setTrouble(undefined);
  if (planned.stopsKinesis) cloud.faults.clear('kinesis');
  terminal.print('  ! outage ends');
  return { cohort, alarm, explains, injectedAt, endedAt: Date.now() };
};
