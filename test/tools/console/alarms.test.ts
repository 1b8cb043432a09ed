import { pageModule } from './page-module';

const alarms = pageModule('alarms.js');
const NOW = Date.UTC(2026, 10, 24, 8, 0, 0);

const alarm = (name: string, state: string, more = {}) => ({
  name: `playhead-dev-${name}`,
  kind: 'metric',
  state,
  since: NOW - 72_000,
  ...more,
});

const summary = (...given: readonly unknown[]) => alarms('summary', { alarms: given, now: NOW });

it('says that all is quiet, and how many have nothing to say yet', () => {
  expect(summary(alarm('a', 'OK'), alarm('b', 'OK'))).toEqual({
    text: 'All quiet · 2 alarms OK',
    tone: 'good',
    named: [],
  });
  expect(summary(alarm('a', 'OK'), alarm('b', 'INSUFFICIENT_DATA'))).toMatchObject({
    text: 'All quiet · 1 alarm OK · 1 waiting for data',
    tone: 'good',
  });
});

it('does not call it quiet before any alarm was judged', () => {
  expect(summary(alarm('a', 'INSUFFICIENT_DATA'))).toMatchObject({ tone: 'none' });
  expect(summary()).toMatchObject({ text: 'No alarms are declared', tone: 'none' });
});

it('tells what fires since when, composites before what they are made of', () => {
  const firing = summary(
    alarm('start-failures-all', 'ALARM'),
    alarm('playback-outage', 'ALARM', { kind: 'composite', since: NOW - 10_000 }),
    alarm('rebuffering-all', 'OK'),
  );
  expect(firing).toEqual({
    text: expect.stringMatching(/^2 alarms fire, since \d\d:\d\d:\d\d \(1 min 12 s\)$/) as unknown,
    tone: 'bad',
    named: ['playhead-dev-playback-outage', 'playhead-dev-start-failures-all'],
  });
});

it('reads what an alarm means out of its description', () => {
  const description = 'Too many starts fail. Impact: They see an error. Runbook: docs/runbook.md#starts-fail';
  expect(alarms('story', description)).toEqual({
    meaning: 'Too many starts fail.',
    impact: 'They see an error.',
    section: 'starts-fail',
  });
  expect(alarms('story', 'Somebody made this by hand.')).toEqual({
    meaning: 'Somebody made this by hand.',
    impact: '',
    section: '',
  });
});
