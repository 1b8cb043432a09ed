import fc from 'fast-check';
import type { ViewingEvent } from '../../../domain/families/viewing';
import {
  comparedSessions,
  isDrifted,
  rebuildParameters,
  rebuildProfile,
  rebuildUntil,
} from '../../../domain/features/rebuild';
import { RECORD_RETENTION_MS } from '../../../domain/features/session-record';
import { featuresOf, type StoredViewer, type ViewerFeatures } from '../../../domain/features/viewer-features';
import { addDays, dateOf, foldSessions, startOf } from '../../../domain/lake';
import { toLakeViewer } from '../../../lambdas/features/rebuild-features/lake-viewer';
import { aViewingEvent, eventId, NOW } from '../../support/events';
import { recordsOf } from '../../support/feature-store';
import { factsOf, histories } from '../../support/watching';

const TOMORROW = addDays(dateOf(NOW), 1);
const LATER = startOf(TOMORROW) + 3_600_000;

/** The playbacks as sql/features/viewer-sessions.sql returns them from curated rows. */
const curated = (history: readonly ViewingEvent[]) => {
  const rows = foldSessions(history).filter(({ playing_ms }) => playing_ms > 0);
  const { sessions } = toLakeViewer({
    viewer_id: 'v',
    session_ids: rows.map(({ session_id }) => session_id),
    content_ids: rows.map(({ content_id }) => content_id),
    device_types: rows.map(({ device_type }) => device_type),
    started_ats: rows.map(({ started_at }) => BigInt(started_at)),
    ended_ats: rows.map(({ ended_at }) => BigInt(ended_at)),
    last_played_ats: rows.map(({ last_played_at: at }) => (at === null ? null : BigInt(at))),
    playing_mss: rows.map(({ playing_ms }) => BigInt(playing_ms)),
    completeds: rows.map(({ completed }) => completed),
    position_mss: rows.map(({ stream_type, last_playhead_ms: at }) =>
      stream_type === 'live' || at === null ? null : BigInt(at),
    ),
  });
  return sessions.map((session) => ({ ...session, facts: factsOf(session.contentId) ?? {} }));
};
const streamed = (history: readonly ViewingEvent[]): StoredViewer => ({ recent: recordsOf(history) });

/** Compares with a tolerance: the last digits of a floating-point sum depend on the order of addition. */
const expectSame = (actual: ViewerFeatures, expected: ViewerFeatures): void => {
  const { affinities: found, rebuiltUntil: until, ...rest } = actual;
  const { affinities, rebuiltUntil, ...expectedRest } = expected;
  expect([until === null, rebuiltUntil]).toEqual([false, null]);
  expect(rest).toEqual(expectedRest);
  for (const name of ['genre', 'deviceType', 'timeOfDay'] as const) {
    const byValue = (all: ViewerFeatures['affinities'][typeof name]) =>
      Object.fromEntries(all.map(({ value, minutes }) => [value, minutes]));
    const [one, other] = [byValue(found[name]), byValue(affinities[name])];
    for (const value of new Set([...Object.keys(one), ...Object.keys(other)])) {
      expect(Math.abs((one[value] ?? 0) - (other[value] ?? 0))).toBeLessThanOrEqual(0.001_001);
    }
  }
};

it('one history gives the same features from the stream and from the lake', () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const rebuilt: StoredViewer = { recent: [], profile: rebuildProfile(curated(history), TOMORROW) };
      expectSame(featuresOf([rebuilt], LATER), featuresOf([streamed(history)], LATER));
    }),
    { numRuns: 100 },
  );
});

it('profile and stream together give the same features as the stream alone, wherever a rebuild cuts the history', () => {
  fc.assert(
    fc.property(histories(), fc.integer({ min: -2, max: 1 }), (history, day) => {
      const stored = streamed(history);
      const both = { ...stored, profile: rebuildProfile(curated(history), addDays(dateOf(NOW), day)) };
      expectSame(featuresOf([both], LATER), featuresOf([stored], LATER));
    }),
    { numRuns: 100 },
  );
});

it('stream and lake agree if a clock jumps back: the latest time counts, and the position of the last event', () => {
  const jumping = [
    aViewingEvent({ sequence: 7, event_ts: NOW, state: 'playing', interval_ms: 10_000, playhead_ms: 10_000 }),
    aViewingEvent({
      event_id: eventId(8),
      sequence: 8,
      event_ts: NOW - 60_000,
      state: 'playing',
      interval_ms: 10_000,
      playhead_ms: 20_000,
    }),
  ];
  const rebuilt = { recent: [], profile: rebuildProfile(curated(jumping), TOMORROW) };
  const [lake, stream] = [featuresOf([rebuilt], LATER), featuresOf([streamed(jumping)], LATER)];
  expect([lake.lastWatchedAt, stream.lastWatchedAt]).toEqual([NOW, NOW]);
  expect([lake.continueWatching[0]?.positionMs, stream.continueWatching[0]?.positionMs]).toEqual([20_000, 20_000]);
  expect(lake.counters).toEqual(stream.counters);
});

describe('Drift', () => {
  const event = aViewingEvent({ event_ts: NOW, playhead_ms: 5_000 });
  const later = { ...event, event_id: eventId(8), sequence: 8, event_ts: NOW + 1 };
  const drifted = (stream: readonly ViewingEvent[], lake: readonly ViewingEvent[]): boolean => {
    const [record] = recordsOf(stream);
    return curated(lake).some((session) => isDrifted(record, session));
  };
  const comparedAt = (now: number, until = TOMORROW) => comparedSessions(curated([event]), until, now);

  it('is not reported if stream and lake agree', () => expect(drifted([event], [event])).toBe(false));

  it.each([
    ['a playback that the stream lost', [], [event]],
    ['a playback that the stream has only in part', [event], [event, later]],
    ['a playback with more events in the stream than in the lake', [event, later], [event]],
  ])('is reported for %s', (_, stream, lake) => expect(drifted(stream, lake)).toBe(true));

  it('is measured on the last day of the profile, and not on records that the stream has dropped', () => {
    expect(comparedAt(LATER)).toHaveLength(1);
    expect(comparedAt(LATER, addDays(TOMORROW, 1))).toEqual([]);
    expect(comparedAt(NOW + RECORD_RETENTION_MS)).toHaveLength(1);
    expect(comparedAt(NOW + RECORD_RETENTION_MS + 1)).toEqual([]);
  });
});

it('a rebuild leaves the newest day, which curation may not have completed, to the stream and covers 90 days', () => {
  expect(rebuildUntil('2026-11-25')).toBe('2026-11-24');
  expect(rebuildParameters('2026-11-24')).toEqual({
    first_date: '2026-08-26',
    last_date: '2026-11-23',
    until_ms: Date.parse('2026-11-24T00:00:00Z'),
  });
});
