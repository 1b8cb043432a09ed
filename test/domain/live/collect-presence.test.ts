import { addToPresence, type Presence, type PresenceEvent } from '../../../domain/live/collect-presence';
import { instantAtOrAfter, instantAtOrBefore } from '../../../domain/live/instants';
import { NOW } from '../../support/events';

const EVENT: PresenceEvent = {
  event: 'heartbeat',
  session_id: 's',
  content_id: 't',
  device_type: 'web',
  event_ts: NOW,
  interval_ms: 10_000,
  state: 'playing',
};
const at = (...seconds: readonly number[]): number[] => seconds.map((second) => NOW + second * 1_000);

/** The instants at which these events show a session, and for how many instants they were late. */
const instantsOf = (events: readonly PresenceEvent[], openFrom = 0): { instants: number[]; late: number } => {
  const presence: Presence = new Map();
  const late = events.reduce((sum, event) => sum + addToPresence(presence, event, openFrom), 0);
  return { instants: [...presence.keys()].sort(), late };
};

it('an interval covers the instants from its start, inclusive, to its end, exclusive', () => {
  const covered = (startMs: number, endMs: number): number[] =>
    instantsOf([{ ...EVENT, event_ts: NOW + endMs, interval_ms: endMs - startMs }]).instants;
  expect(covered(0, 10_000)).toEqual(at(0));
  expect(covered(-1, 10_001)).toEqual(at(0, 10));
  expect(covered(1, 10_000)).toEqual([]);
  expect(covered(0, 1)).toEqual(at(0));
  expect(covered(0, 0)).toEqual([]);
  expect(covered(0, 120_000)).toHaveLength(12);
});

it('adjacent intervals never both cover an instant', () => {
  const presence: Presence = new Map();
  addToPresence(presence, { ...EVENT, state: 'rebuffering', event_ts: NOW }, 0);
  addToPresence(presence, { ...EVENT, event_ts: NOW + 10_000 }, 0);
  expect([...presence].map(([t, contents]) => [t, contents.get('t')?.get('s')])).toEqual([
    [NOW - 10_000, 3],
    [NOW, 2],
  ]);
});

it.each(['starting', 'seeking', 'paused', '', 'PLAYING'])('a session in the state %j is not present', (state) => {
  expect(instantsOf([{ ...EVENT, state }]).instants).toEqual([]);
});

it('an event without an interval covers no instant', () => {
  const { event, session_id, content_id, device_type, event_ts } = EVENT;
  expect(instantsOf([{ event, session_id, content_id, device_type, event_ts, state: 'playing' }])).toEqual({
    instants: [],
    late: 0,
  });
});

it('closed instants are left out and counted as late', () => {
  const long = { ...EVENT, event_ts: NOW + 20_000, interval_ms: 50_000 };
  expect(instantsOf([long], NOW - 10_000)).toEqual({ instants: at(-10, 0, 10).sort(), late: 2 });
  expect(instantsOf([long], NOW - 9_999)).toEqual({ instants: at(0, 10).sort(), late: 3 });
});

it('a repeated event changes nothing', () => {
  expect(instantsOf([EVENT, EVENT])).toEqual(instantsOf([EVENT]));
});

it('an instant occurs every ten seconds on the clock', () => {
  expect([NOW - 1, NOW, NOW + 1].map(instantAtOrAfter)).toEqual([NOW, NOW, NOW + 10_000]);
  expect([NOW - 1, NOW, NOW + 1].map(instantAtOrBefore)).toEqual([NOW - 10_000, NOW, NOW]);
});
