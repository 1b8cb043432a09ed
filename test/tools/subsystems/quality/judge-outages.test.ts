import type { AlarmState, AlarmTransition, Notification } from 'embedded-cloud';
import type { DemoRun, Disturbances, InjectedOutage } from '../../../../tools/demo/demo-run';
import { qualitySection } from '../../../../tools/subsystems/quality/demo';
import { judgeOutages, type QualityReport } from '../../../../tools/subsystems/quality/judge-outages';

const ALARM = 'playhead-dev-playback-outage';
const CAUSE = 'starts fail, smart_tv';
const OUTAGE: InjectedOutage = { cause: CAUSE, stopsKinesis: false, injectedAt: 100_000, endedAt: 130_000 };
const QUIET: Disturbances = { outages: [], kinesisOutageSeconds: 0, waitsForClosing: true };

const change = (alarm: string, to: AlarmState, at: number, from: AlarmState = to === 'OK' ? 'ALARM' : 'OK') =>
  ({ alarm, kind: 'metric', from, to, at, reason: '' }) satisfies AlarmTransition;
const fired = (alarm: string, at: number) => change(alarm, 'ALARM', at);
const mail = (subject: string, at: number): Notification => ({
  ...{ topicArn: 'topic', subject: `[dev] ${subject}`, message: '', addresses: [], at },
});
const transitions = [fired(ALARM, 112_000), change(ALARM, 'OK', 151_000)];
const mails = [mail(`Outage: ${CAUSE}`, 111_000), mail(`Outage ended: ${CAUSE}`, 151_000)];
const differencesIn = (report: QualityReport) => qualitySection.differences(report, QUIET);

describe('an injected outage', () => {
  it('is reported with the delay of its alarm and of its recovery, and with its messages', () => {
    const report = judgeOutages(transitions, mails, [OUTAGE]);
    expect(report).toMatchObject({
      outages: [
        {
          ...{ injectedAtMs: 100_000, detectedAfterMs: 12_000, recoveredAfterMs: 21_000 },
          ...{ messages: [`[dev] Outage: ${CAUSE}`], isCauseRight: true },
        },
      ],
      falseAlarms: 0,
      alarms: [{ alarm: ALARM, firedAtMs: 112_000, clearedAtMs: 151_000 }],
    });
    expect(differencesIn(report)).toEqual([]);
  });

  it('is a difference if its alarm does not fire and no message names it', () => {
    expect(differencesIn(judgeOutages([], [], [OUTAGE]))).toEqual([
      `the outage "${CAUSE}" was not found`,
      `the alarm did not clear after "${CAUSE}"`,
      `the messages about "${CAUSE}" say: nothing`,
      'the median outage was not found',
    ]);
  });

  it('is a difference if the median takes longer than 20 s', () => {
    const late = [fired(ALARM, 120_100), change(ALARM, 'OK', 151_000)];
    expect(differencesIn(judgeOutages(late, mails, [OUTAGE]))).toEqual([
      'the median outage was found after 20.1 s; the limit is 20.0 s',
    ]);
  });

  it('may be corrected by a second message, and the last one must name the cause', () => {
    const corrected = [mail('Outage: starts fail, web', 111_000), mail(`Outage, new cause: ${CAUSE}`, 118_000)];
    expect(differencesIn(judgeOutages(transitions, corrected, [OUTAGE]))).toEqual([]);
    expect(differencesIn(judgeOutages(transitions, corrected.slice(0, 1), [OUTAGE]))).toEqual([
      `the messages about "${CAUSE}" say: [dev] Outage: starts fail, web`,
    ]);
  });

  it('is a difference if it sends many messages', () => {
    const many = [mail('Outage: starts fail, web', 111_000), mail('Outage: starts fail, title x', 112_000), ...mails];
    expect(differencesIn(judgeOutages(transitions, many, [OUTAGE]))).toEqual([`"${CAUSE}" was reported 3 times`]);
  });

  it('explains the alarms of the stream only while Kinesis refuses every call', () => {
    const lagging = [...transitions, fired('playhead-dev-counting-lags', 125_000)];
    expect(judgeOutages(lagging, mails, [OUTAGE])).toMatchObject({ falseAlarms: 1 });
    expect(judgeOutages(lagging, mails, [{ ...OUTAGE, stopsKinesis: true }])).toMatchObject({ falseAlarms: 0 });
  });
});

describe('a false alarm', () => {
  it.each([
    ['before the outage', 99_999],
    ['long after the outage', 160_001],
  ])('is an alarm or a message %s', (_, at) => {
    const report = judgeOutages([...transitions, fired(ALARM, at)], [...mails, mail('Outage: x', at)], [OUTAGE]);
    expect(report).toMatchObject({ falseAlarms: 2, falseAlarmNames: [ALARM, '[dev] Outage: x'] });
    expect(differencesIn(report)).toContain(`2 false alarms: ${ALARM}, [dev] Outage: x`);
  });

  it('is also an alarm without an earlier OK', () => {
    expect(judgeOutages([change('young', 'ALARM', 1, 'INSUFFICIENT_DATA')], [], [])).toMatchObject({ falseAlarms: 1 });
  });

  it('is not one that the scenario expects', () => {
    expect(judgeOutages([fired('iterator-age', 1)], [], [], /^iterator-age$/)).toMatchObject({ falseAlarms: 0 });
  });
});

describe('a run with measured sessions', () => {
  it.each([
    ['[dev] Outage: starts are slow, all players', 0],
    ['[dev] Outage, new cause: starts are slow, playback stalls, smart_tv on CDN cdn-a', 0],
    ['[dev] Outage: starts fail, all players', 1],
    ['[dev] Outage: starts fail, starts are slow, all players', 1],
  ])('with the message %s has %d false alarms', async (subject, falseAlarms) => {
    const messages = [{ ...mail('', 5), subject }];
    const run = { transitions: [fired(ALARM, 5)], messages, disturbances: QUIET, hasMeasuredSessions: true };
    const report = await qualitySection.check(run as unknown as DemoRun); // the check reads no other part of a run
    expect(report).toMatchObject({ falseAlarms });
  });
});

it('a quiet run has no differences', () => {
  expect(differencesIn(judgeOutages([], [], []))).toEqual([]);
});
