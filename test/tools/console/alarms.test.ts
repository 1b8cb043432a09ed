import type { AlarmState } from 'embedded-cloud';
import type { CountsEvidence } from '../../../tools/console/views';
import { splitDescription, summary } from '../../../tools/console/page/alarms';

const NOW = Date.UTC(2026, 10, 24, 8, 0, 0);

interface Alarm {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: AlarmState;
  readonly since: number;
}

const alarm = (name: string, state: AlarmState, more: Partial<Alarm> = {}): Alarm => ({
  ...{ name: `playhead-dev-${name}`, kind: 'metric', state, since: NOW - 72_000 },
  ...more,
});

/** Players have sent events for an hour, and a count was complete 15 s ago. */
const FRESH = { newestAt: NOW - 15_000, requestsSince: NOW - 3_600_000 };

const summaryOf = (...alarms: readonly Alarm[]) => summary({ alarms, outages: [], counts: FRESH, now: NOW });

describe('the summary of the alarms', () => {
  it('says that all is quiet, and how many alarms wait for data', () => {
    expect(summaryOf(alarm('a', 'OK'), alarm('b', 'OK'))).toEqual({
      ...{ text: 'All quiet · 2 alarms OK', tone: 'good', names: [] },
    });
    expect(summaryOf(alarm('a', 'OK'), alarm('b', 'INSUFFICIENT_DATA'))).toMatchObject({
      ...{ text: 'All quiet · 1 alarm OK · 1 waiting for data', tone: 'good' },
    });
  });

  it('says that it knows nothing if players send events and the counts are old', () => {
    const alarms = [alarm('a', 'OK')];
    const withCounts = (counts: CountsEvidence) => summary({ alarms, outages: [], counts, now: NOW });
    const { requestsSince } = FRESH;
    expect(withCounts({ requestsSince })).toMatchObject({
      ...{ text: 'Unknown: players send events, but no count of the last two minutes is complete', tone: 'warn' },
    });
    expect(withCounts({ requestsSince, newestAt: NOW - 75_000 })).toMatchObject({
      ...{ text: 'Unknown: players send events, but the newest complete count is 1 min 15 s old', tone: 'warn' },
    });
    expect(withCounts({ requestsSince: NOW - 20_000 })).toMatchObject({ tone: 'good' });
    expect(withCounts({})).toMatchObject({ tone: 'good' }); // nobody watches
  });

  it('does not say that all is quiet before any alarm was evaluated', () => {
    expect(summaryOf(alarm('a', 'INSUFFICIENT_DATA'))).toMatchObject({ tone: 'none' });
    expect(summaryOf()).toMatchObject({ text: 'No alarms are declared', tone: 'none' });
  });

  it('names each outage once, and counts its alarm to no one', () => {
    const alarms = [alarm('playback-outage', 'ALARM'), alarm('counting-lags', 'ALARM')];
    const outages = [{ cause: 'starts fail, smart_tv on CDN cdn-a', since: NOW - 45_000, viewers: 120 }];
    expect(summary({ alarms, outages, counts: FRESH, now: NOW })).toEqual({
      text: expect.stringMatching(
        /^Outage: starts fail, smart_tv on CDN cdn-a, since \d\d:\d\d:\d\d \(45 s\) · 1 other alarm$/,
      ) as unknown,
      ...{ tone: 'bad', names: ['playhead-dev-counting-lags'] },
    });
  });

  it('shows the time since which alarms fire, and lists composite alarms first', () => {
    const firing = summaryOf(
      alarm('start-failures-all', 'ALARM'),
      alarm('playback-outage', 'ALARM', { kind: 'composite', since: NOW - 10_000 }),
      alarm('rebuffering-all', 'OK'),
    );
    expect(firing).toEqual({
      text: expect.stringMatching(/^2 alarms fire, since \d\d:\d\d:\d\d \(1 min 12 s\)$/) as unknown,
      tone: 'bad',
      names: ['playhead-dev-playback-outage', 'playhead-dev-start-failures-all'],
    });
  });
});

describe('splitDescription', () => {
  it('finds the meaning, the impact and the section of the runbook', () => {
    const description = 'Too many starts fail. Impact: They see an error. Runbook: docs/runbook.md#starts-fail';
    expect(splitDescription(description)).toEqual({
      ...{ meaning: 'Too many starts fail.', impact: 'They see an error.', section: 'starts-fail' },
    });
  });

  it('uses any other description as the meaning', () => {
    expect(splitDescription('Created by hand.')).toEqual({ meaning: 'Created by hand.', impact: '', section: '' });
  });
});
