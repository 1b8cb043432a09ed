import type { ViewingEvent } from '../../../domain/families/viewing';
import { encodeSession } from '../../../domain/features/feature-codec';
import { featuresOf } from '../../../domain/features/viewer-features';
import { aViewingEvent, NOW } from '../../support/events';
import { recordsOf } from '../../support/feature-store';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A minute of playing that ended at that time and position. */
const watched = (contentId: string, at: number, playheadMs: number, fields: Partial<ViewingEvent> = {}): ViewingEvent =>
  aViewingEvent({
    ...{ content_id: contentId, session_id: `of ${contentId}`, event_ts: at, playhead_ms: playheadMs },
    ...{ interval_ms: MINUTE_MS, sequence: 1, ...fields },
  });
const featuresAt = (now: number, ...events: readonly ViewingEvent[]) =>
  featuresOf([{ recent: recordsOf(events) }], now);

describe('Continue watching', () => {
  it('has the position at which the viewer stopped, most recently watched title first', () => {
    const { continueWatching } = featuresAt(NOW, watched('title-2', NOW - 1, 70_000), watched('title-1', NOW, 90_000));
    expect(continueWatching).toEqual([
      { contentId: 'title-1', positionMs: 90_000, durationMs: 3_600_000, lastWatchedAt: NOW, deviceType: 'web' },
      { contentId: 'title-2', positionMs: 70_000, durationMs: 1_500_000, lastWatchedAt: NOW - 1, deviceType: 'web' },
    ]);
  });

  it('omits a title in its credits, a title played to its end, and a position beyond the end', () => {
    const request = watched('title-9', NOW - 9, 0, { event: 'play_request', sequence: 0, interval_ms: 0 });
    const { continueWatching, recentTitles } = featuresAt(
      NOW,
      watched('title-1', NOW, 0.95 * 3_600_000),
      watched('title-2', NOW, 9_999_999),
      request,
      watched('title-9', NOW, 60_000, { event: 'ended' }),
    );
    expect(continueWatching).toEqual([]);
    expect(recentTitles.map(({ isFinished }) => isFinished)).toEqual([true, true, true]);
  });

  it('lists a finished title again after the viewer restarts it', () => {
    const again = watched('title-3', NOW + DAY_MS, 30_000, { session_id: 'again' });
    const { continueWatching } = featuresAt(NOW + DAY_MS, watched('title-3', NOW, 600_000), again);
    expect(continueWatching).toMatchObject([{ contentId: 'title-3', positionMs: 30_000 }]);
  });

  it('uses the position of the device that reported last if two devices play a title at the same time', () => {
    const tv = watched('title-1', NOW - 5_000, 600_000, { session_id: 'tv', device_type: 'smart_tv' });
    const phone = watched('title-1', NOW - 4_000, 60_000, { session_id: 'phone', device_type: 'mobile' });
    const tvAgain = { ...tv, sequence: 2, event_ts: NOW, playhead_ms: 610_000 };
    expect(featuresAt(NOW, tv, phone).continueWatching).toMatchObject([{ deviceType: 'mobile', positionMs: 60_000 }]);
    const { continueWatching, affinities } = featuresAt(NOW, tvAgain, phone, tv);
    expect(continueWatching).toMatchObject([{ deviceType: 'smart_tv', positionMs: 610_000 }]);
    expect(affinities.deviceType).toEqual([
      { value: 'smart_tv', minutes: 1.083 }, // 65 s: the intervals of 60 s end 5 s apart
      { value: 'mobile', minutes: 1 },
    ]);
  });

  it('lists the titles of one session that played until the same time in one order, whichever arrived first', () => {
    const titles = ['title-1', 'title-2'].map((title) => watched(title, NOW, 60_000, { session_id: 'a playlist' }));
    const listed = [titles, titles.toReversed()].map((events) =>
      featuresAt(NOW, ...events).continueWatching.map(({ contentId }) => contentId),
    );
    expect(listed).toEqual([
      ['title-1', 'title-2'],
      ['title-1', 'title-2'],
    ]);
  });

  it('follows the sequence numbers of a session whose clock jumps back, and knows it by its latest time', () => {
    const before = watched('title-1', NOW, 60_000);
    const after = watched('title-1', NOW - 3_600_000, 70_000, { sequence: 2 });
    for (const events of [
      [before, after],
      [after, before],
    ]) {
      expect(featuresAt(NOW, ...events).continueWatching).toMatchObject([{ positionMs: 70_000, lastWatchedAt: NOW }]);
    }
  });

  it('omits a live channel and a title without a shown frame', () => {
    const live = watched('title-1', NOW, 60_000, { stream_type: 'live' });
    const unseen = watched('title-2', NOW, 60_000, { state: 'starting' });
    const { continueWatching, recentTitles, counters } = featuresAt(NOW, live, unseen);
    expect(continueWatching).toEqual([]);
    expect(recentTitles.map(({ contentId }) => contentId)).toEqual(['title-1']);
    expect(counters.sessions).toBe(1);
  });

  it('lists a title that is not in the catalog, without its duration', () => {
    const { continueWatching, affinities } = featuresAt(NOW, watched('title-9', NOW, 60_000));
    expect(continueWatching).toMatchObject([{ contentId: 'title-9', durationMs: null }]);
    expect(affinities.genre).toEqual([]);
  });
});

describe('Affinities', () => {
  it('count a minute as half after 14 days and as a quarter after 28', () => {
    const minutesAfter = (days: number) => featuresAt(NOW + days * DAY_MS, watched('title-1', NOW, 1)).affinities;
    expect(minutesAfter(0).genre).toEqual([{ value: 'drama', minutes: 1 }]);
    expect(minutesAfter(14).genre).toEqual([{ value: 'drama', minutes: 0.5 }]);
    expect(minutesAfter(28).genre).toEqual([{ value: 'drama', minutes: 0.25 }]);
  });

  it('group playbacks by the three hours of the day in which they began, in UTC', () => {
    expect(NOW % DAY_MS).toBe(20 * 3_600_000);
    expect(featuresAt(NOW, watched('title-1', NOW, 1)).affinities.timeOfDay).toEqual([{ value: '18-21', minutes: 1 }]);
  });
});

describe('The record of a playback', () => {
  it('fits into one write unit, even for a long playback with many lost events', () => {
    const events = Array.from({ length: 200 }, (_, index) =>
      watched('title-1', NOW + index * 10_000, index * 1_000, {
        session_id: 'a-session-id-of-the-kind-that-players-make',
        sequence: 3 * index,
      }),
    );
    const [record, ...others] = recordsOf(events, () => ({ genre: 'documentary', durationMs: 5_400_000 }));
    expect(others).toEqual([]);
    expect(record && encodeSession(record).length).toBeLessThan(900);
  });
});
