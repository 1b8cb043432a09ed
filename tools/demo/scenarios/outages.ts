import type { Trouble } from '../../simulator/trouble';
import type { InjectedOutage } from '../alarm-judgement';
import { type Scenario, type Stage, watchFor } from '../scenario';
import { LOCAL_STAGE } from '../../local/stage';

/** Trouble to be made, and what must tell of it. */
interface PlannedOutage {
  readonly cohort: string;
  readonly trouble: Trouble;
  /** Without the stage's prefix. */
  readonly alarm: string;
  readonly explains: RegExp;
  readonly stopsKinesis: boolean;
}

const OUTAGES: readonly PlannedOutage[] = [
  {
    cohort: 'starts on smart_tv by cdn-a',
    trouble: { kind: 'start-failures', share: 0.9, deviceType: 'smart_tv', cdn: 'cdn-a' },
    alarm: 'start-failures-smart_tv-cdn-a',
    explains:
      /-((start|playback)-failures-(all|smart_tv|cdn-a|smart_tv-cdn-a)|any-(start|playback)-failures|playback-outage)$/,
    stopsKinesis: false,
  },
  {
    cohort: 'a storm of stalls by cdn-b',
    trouble: { kind: 'rebuffering', share: 0.9, cdn: 'cdn-b' },
    alarm: 'rebuffering-cdn-b',
    explains:
      /-(rebuffering-((\w+-)?cdn-b|all|mobile|web|smart_tv|tablet|set_top_box|game_console)|any-rebuffering|playback-outage)$/,
    stopsKinesis: false,
  },
  {
    cohort: 'starts of everybody, while Kinesis refuses every call',
    trouble: { kind: 'start-failures', share: 0.8 },
    alarm: 'start-failures-all',
    explains:
      /-((start|playback)-failures-.*|any-(start|playback)-failures|playback-outage|overflow-.*|iterator-age|counting-lags)$/,
    stopsKinesis: true,
  },
];

const QUIET_SECONDS = 45;
const LONGEST_MS = 60_000;
/** Long enough to see that an alarm stays. */
const AFTER_ALARM_SECONDS = 4;

/** After a quiet stretch playback breaks three times, the last while the stream itself is down; each ends soon after its alarm. */
export const outages: Scenario = async (stage) => {
  await watchFor(QUIET_SECONDS, stage, 'quiet');
  const injected: InjectedOutage[] = [];
  let kinesisOutageMs = 0;
  for (const planned of OUTAGES) {
    const outage = await suffer(planned, stage);
    injected.push(outage);
    if (planned.stopsKinesis) kinesisOutageMs += outage.endedAt - outage.injectedAt;
    if (!(await stage.alarms.until(outage.alarm, 'OK', LONGEST_MS)))
      stage.terminal.print(`  ! ${outage.alarm} does not clear`);
  }
  return { outages: injected, kinesisOutageSeconds: Math.ceil(kinesisOutageMs / 1_000), waitsForClosing: false };
};

const suffer = async (planned: PlannedOutage, stage: Stage): Promise<InjectedOutage> => {
  const { playhead, terminal, alarms } = stage;
  const { cloud, viewers } = playhead;
  const { cohort, explains } = planned;
  const alarm = `playhead-${LOCAL_STAGE}-${planned.alarm}`;
  terminal.print(`  ! trouble begins: ${cohort}`);
  const injectedAt = Date.now();
  if (planned.stopsKinesis) cloud.faults.set('kinesis', { throttle: 1 });
  await viewers.setTrouble(planned.trouble);
  await alarms.until(alarm, 'ALARM', LONGEST_MS);
  await watchFor(AFTER_ALARM_SECONDS, stage, cohort);
  await viewers.setTrouble(undefined);
  if (planned.stopsKinesis) cloud.faults.clear('kinesis');
  terminal.print('  ! trouble ends');
  return { cohort, alarm, explains, injectedAt, endedAt: Date.now() };
};
