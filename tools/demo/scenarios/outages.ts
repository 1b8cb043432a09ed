import { resourceName } from '../../../domain/names';
import { LOCAL_STAGE } from '../../local/stage';
import type { Trouble } from '../../simulator/trouble';
import type { InjectedOutage } from '../demo-run';
import { type Scenario, type ScenarioContext, watchFor } from '../scenario';

/** An outage to inject. */
interface PlannedOutage {
  /** How the subject of its message must end. */
  readonly cause: string;
  readonly trouble: Trouble;
  /** Whether Kinesis refuses every call meanwhile. @default false */
  readonly stopsKinesis?: boolean;
  /** How many times the viewers are there meanwhile. @default 1 */
  readonly crowd?: number;
}

const starts = (share: number, cohort: Trouble['cohort']): Trouble => ({ kind: 'start-failures', share, cohort });
const stalls = (share: number, cohort: Trouble['cohort']): Trouble => ({ kind: 'rebuffering', share, cohort });

/** Each kind of cohort, large and small, with the stream up and down, and during a spike. */
const OUTAGES: readonly PlannedOutage[] = [
  {
    cause: 'starts fail, smart_tv on CDN cdn-a',
    trouble: starts(0.9, { device_type: 'smart_tv', cdn: 'cdn-a' }),
  },
  { cause: 'playback stalls, CDN cdn-b', trouble: stalls(0.9, { cdn: 'cdn-b' }) },
  { cause: 'starts fail, all players', trouble: starts(0.8, {}), stopsKinesis: true },
  { cause: 'starts fail, app version 5.3.2', trouble: starts(0.9, { app_version: '5.3.2' }) },
  { cause: 'starts fail, country DE', trouble: starts(0.9, { country: 'DE' }), stopsKinesis: true },
  { cause: 'starts fail, title title-0001', trouble: starts(0.9, { content_id: 'title-0001' }) },
  { cause: 'playback stalls, live streams', trouble: stalls(0.9, { stream_type: 'live' }) },
  { cause: 'starts fail, tablet', trouble: starts(0.9, { device_type: 'tablet' }), crowd: 2 },
  {
    cause: 'starts fail, mobile on app version 4.9.7',
    trouble: starts(1, { device_type: 'mobile', app_version: '4.9.7' }),
  },
];

const QUIET_SECONDS = 45;
/** A small cohort needs up to three minutes of samples. */
const LONGEST_MS = 200_000;
/** How long an outage continues after its alarm: the message must keep naming the cause. */
const AFTER_ALARM_SECONDS = 6;
const ALARM = resourceName(LOCAL_STAGE, 'playback-outage');

/** After a quiet phase playback breaks for one cohort after another; each outage ends soon after it is found. */
export const outages: Scenario = async (context) => {
  await watchFor(QUIET_SECONDS, context, 'quiet');
  const injected: InjectedOutage[] = [];
  let kinesisOutageMs = 0;
  for (const planned of OUTAGES.slice(0, context.outages)) {
    const outage = await inject(planned, context);
    injected.push(outage);
    if (outage.stopsKinesis) kinesisOutageMs += outage.endedAt - outage.injectedAt;
    if (!(await context.alarms.until(ALARM, 'OK', LONGEST_MS)))
      context.terminal.print(`  ! ${ALARM} did not clear within ${LONGEST_MS / 1_000} s`);
  }
  return { outages: injected, kinesisOutageSeconds: Math.ceil(kinesisOutageMs / 1_000), waitsForClosing: false };
};

const inject = async (planned: PlannedOutage, context: ScenarioContext): Promise<InjectedOutage> => {
  const { playhead, terminal, alarms } = context;
  const { cloud, viewers } = playhead;
  const { cause, trouble, stopsKinesis = false, crowd = 1 } = planned;
  if (crowd > 1) await viewers.setTarget(context.viewers * crowd);
  terminal.print(`  ! outage begins: ${cause}${stopsKinesis ? ', while Kinesis refuses every call' : ''}`);
  const injectedAt = Date.now();
  if (stopsKinesis) cloud.faults.set('kinesis', { throttle: 1 });
  await viewers.setTrouble(trouble);
  await Promise.all([alarms.until(ALARM, 'ALARM', LONGEST_MS), alarms.untilMessage(cause, injectedAt, LONGEST_MS)]);
  await watchFor(AFTER_ALARM_SECONDS, context, cause);
  await viewers.setTrouble(undefined);
  if (stopsKinesis) cloud.faults.clear('kinesis');
  if (crowd > 1) await viewers.setTarget(context.viewers);
  terminal.print('  ! outage ends');
  return { cause, stopsKinesis, injectedAt, endedAt: Date.now() };
};
