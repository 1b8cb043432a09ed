import type { AlarmState, AlarmTransition } from 'embedded-cloud';
import type { DemoRun, Disturbances, InjectedOutage } from '../../../../tools/demo/demo-run';
import { qualitySection } from '../../../../tools/subsystems/quality/demo';
import { judgeAlarms, type QualityReport } from '../../../../tools/subsystems/quality/judge-alarms';

const OUTAGE: InjectedOutage = {
  cohort: 'starts on tv',
  alarm: 'start-failures-tv',
  explains: /^(start-failures-(tv|all)|outage)$/,
  injectedAt: 100_000,
  endedAt: 130_000,
};
const QUIET: Disturbances = { outages: [], kinesisOutageSeconds: 0, waitsForClosing: true };

const change = (alarm: string, to: AlarmState, at: number, from: AlarmState = to === 'OK' ? 'ALARM' : 'OK') =>
  ({ alarm, kind: 'metric', from, to, at, reason: '' }) satisfies AlarmTransition;
const fired = (alarm: string, at: number) => change(alarm, 'ALARM', at);
const detected = [fired('start-failures-tv', 122_000), change('start-failures-tv', 'OK', 151_000)];
const differencesIn = (report: QualityReport) => qualitySection.differences(report, QUIET);

describe('an injected outage', () => {
  it('is reported with the delay of its alarm and of its recovery', () => {
    expect(judgeAlarms(detected, [OUTAGE])).toMatchObject({
      outages: [{ injectedAtMs: 100_000, detectedAfterMs: 22_000, recoveredAfterMs: 21_000 }],
      falseAlarms: 0,
      alarms: [{ alarm: 'start-failures-tv', firedAtMs: 122_000, clearedAtMs: 151_000 }],
    });
  });

  it('explains the alarms of larger cohorts while their periods may contain it', () => {
    const others = [fired('start-failures-all', 125_000), fired('outage', 160_000)];
    expect(judgeAlarms([...detected, ...others], [OUTAGE])).toMatchObject({ falseAlarms: 0 });
  });

  it('is a difference if its alarm does not fire', () => {
    const report = judgeAlarms([], [OUTAGE]);
    expect(report.outages).toMatchObject([{ detectedAfterMs: null, recoveredAfterMs: null }]);
    expect(differencesIn(report)).toEqual([
      'start-failures-tv did not fire',
      'start-failures-tv did not clear after its outage',
      'the median outage was not detected',
    ]);
  });

  it('is a difference if its alarm takes longer than 45 s, and the median if it takes longer than 30 s', () => {
    const transitions = [fired('start-failures-tv', 145_100), change('start-failures-tv', 'OK', 160_000)];
    expect(differencesIn(judgeAlarms(transitions, [OUTAGE]))).toEqual([
      'start-failures-tv fired after 45.1 s; the limit is 45.0 s',
      'the median outage was detected after 45.1 s; the limit is 30.0 s',
    ]);
  });

  it('is a difference if its alarm does not clear', () => {
    expect(differencesIn(judgeAlarms(detected.slice(0, 1), [OUTAGE]))).toEqual([
      'start-failures-tv did not clear after its outage',
    ]);
  });
});

describe('a false alarm', () => {
  it.each([
    ['before the outage', fired('start-failures-tv', 99_999)],
    ['long after the outage', fired('start-failures-all', 160_001)],
    ['of another kind', fired('rebuffering-tv', 120_000)],
  ])('is an alarm %s', (_, transition) => {
    const report = judgeAlarms([...detected, transition], [OUTAGE]);
    expect(report).toMatchObject({ falseAlarms: 1, falseAlarmNames: [transition.alarm] });
    expect(differencesIn(report)).toEqual([`1 false alarm: ${transition.alarm}`]);
  });

  it('is also an alarm without an earlier OK', () => {
    expect(judgeAlarms([change('young', 'ALARM', 1, 'INSUFFICIENT_DATA')], [])).toMatchObject({ falseAlarms: 1 });
  });
});

describe('a run with measured sessions', () => {
  it.each([
    ['expects alarms on slow starts', 'playhead-dev-slow-startup-web-cdn-a', 0],
    ['expects alarms on stalls', 'playhead-dev-any-rebuffering', 0],
    ['expects the alarm on an outage', 'playhead-dev-playback-outage', 0],
    ['expects no alarms on failed starts', 'playhead-dev-start-failures-all', 1],
    ['expects no alarms on the pipeline', 'playhead-dev-iterator-age', 1],
  ])('%s', async (_, alarm, falseAlarms) => {
    const run = { transitions: [fired(alarm, 5)], disturbances: QUIET, hasMeasuredSessions: true };
    const report = await qualitySection.check(run as unknown as DemoRun); // the check reads no other part of a run
    expect(report).toMatchObject({ falseAlarms, alarms: [{ alarm }] });
  });
});

describe('a quiet run', () => {
  it('has no differences', () => {
    expect(differencesIn(judgeAlarms([], []))).toEqual([]);
  });
});
