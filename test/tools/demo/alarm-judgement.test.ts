import type { AlarmState, AlarmTransition } from 'embedded-cloud';
import {
  alarmDifferences,
  type InjectedOutage,
  judgeAlarms,
  MEASURED_SESSIONS_EXPLAIN,
} from '../../../tools/demo/alarm-judgement';

const OUTAGE: InjectedOutage = {
  cohort: 'starts on tv',
  alarm: 'start-failures-tv',
  explains: /^(start-failures-(tv|all)|outage)$/,
  injectedAt: 100_000,
  endedAt: 130_000,
};

const change = (alarm: string, to: AlarmState, at: number, from: AlarmState = to === 'OK' ? 'ALARM' : 'OK') =>
  ({ alarm, kind: 'metric', from, to, at, reason: '' }) satisfies AlarmTransition;
const fired = (alarm: string, at: number) => change(alarm, 'ALARM', at);
const told = [fired('start-failures-tv', 122_000), change('start-failures-tv', 'OK', 151_000)];

describe('an outage', () => {
  it('is told of by its alarm, and its end as well', () => {
    expect(judgeAlarms(told, [OUTAGE])).toMatchObject({
      outages: [{ injectedAtMs: 100_000, detectedAfterMs: 22_000, recoveredAfterMs: 21_000 }],
      falseAlarms: 0,
      alarms: [{ alarm: 'start-failures-tv', firedAtMs: 122_000, clearedAtMs: 151_000 }],
    });
  });

  it('explains the greater cohorts that it belongs to, for as long as their periods may hold it', () => {
    const others = [fired('start-failures-all', 125_000), fired('outage', 160_000)];
    expect(judgeAlarms([...told, ...others], [OUTAGE])).toMatchObject({ falseAlarms: 0 });
  });

  it('that no alarm tells of is a difference', () => {
    const report = judgeAlarms([], [OUTAGE]);
    expect(report.outages).toMatchObject([{ detectedAfterMs: null, recoveredAfterMs: null }]);
    expect(alarmDifferences(report).join()).toContain('start-failures-tv came after no ms');
  });

  it('told of after 45 s is told of too late, and a median of 30 s as well', () => {
    const late = judgeAlarms(
      [fired('start-failures-tv', 145_001), change('start-failures-tv', 'OK', 160_000)],
      [OUTAGE],
    );
    expect(alarmDifferences(late)).toHaveLength(2);
  });

  it('whose alarm does not clear is a difference', () => {
    expect(alarmDifferences(judgeAlarms(told.slice(0, 1), [OUTAGE]))).toEqual([
      expect.stringContaining('did not clear'),
    ]);
  });
});

describe('a false alarm', () => {
  it.each([
    ['before the trouble', fired('start-failures-tv', 99_999)],
    ['long after it', fired('start-failures-all', 160_001)],
    ['of another kind', fired('rebuffering-tv', 120_000)],
  ])('is one %s', (_, transition) => {
    const report = judgeAlarms([...told, transition], [OUTAGE]);
    expect(report).toMatchObject({ falseAlarms: 1, falseAlarmNames: [transition.alarm] });
    expect(alarmDifferences(report)).toContainEqual(expect.stringContaining('1 false alarms'));
  });

  it.each([
    ['none where measured sessions start late', 'playhead-dev-slow-startup-web-cdn-a', 0],
    ['none where measured sessions stall', 'playhead-dev-any-rebuffering', 0],
    ['none where these amount to an outage', 'playhead-dev-playback-outage', 0],
    ['one where starts fail, measured or not', 'playhead-dev-start-failures-all', 1],
    ['one where the pipeline suffers', 'playhead-dev-iterator-age', 1],
  ])('is %s', (_, alarm, falseAlarms) => {
    const report = judgeAlarms([fired(alarm, 5)], [], MEASURED_SESSIONS_EXPLAIN);
    expect(report).toMatchObject({ falseAlarms, alarms: [{ alarm }] });
  });

  it('is one that was never well since the start, too', () => {
    expect(judgeAlarms([change('young', 'ALARM', 1, 'INSUFFICIENT_DATA')], [])).toMatchObject({ falseAlarms: 1 });
  });
});

it('a quiet run has no differences', () => {
  expect(alarmDifferences(judgeAlarms([], []))).toEqual([]);
});
