import { type PlayerEvent, VIEWING } from '../../../domain/families/viewing';
import { acceptEvents, readRequest } from '../../../domain/ingest';
import { foldSessions } from '../../../domain/lake';
import { anEvent, eventId, NOW, RECEPTION } from '../../support/events';

const DAY_MS = 86_400_000;
const accept = (events: readonly PlayerEvent[]) => {
  const request = readRequest(VIEWING, JSON.stringify({ sent_at: NOW, events }));
  if ('reason' in request) throw new Error(request.reason);
  return acceptEvents(VIEWING, request, RECEPTION);
};

describe('A player that was silent for more than 120 s', () => {
  const SLEEP_MS = 8 * 3_600_000;
  const session = (events: readonly Partial<PlayerEvent>[]) =>
    events.map((event, sequence) =>
      anEvent({ event_id: eventId(sequence), sequence, ...event, event_ts: (event.event_ts ?? 0) + NOW - DAY_MS }),
    );
  const start = [
    { event: 'playing', state: 'starting', interval_ms: 0, startup_ms: 0, event_ts: 0 },
    { event: 'heartbeat', interval_ms: 10_000, event_ts: 10_000 },
  ] as const;
  const playingMs = (events: readonly PlayerEvent[]): number | undefined =>
    foldSessions(accept(events).accepted)[0]?.playing_ms;

  it('learns from the refusal what to send', () => {
    const { refused } = accept([anEvent({ interval_ms: SLEEP_MS })]);
    expect(refused).toMatchObject([{ field: 'interval_ms' }]);
    expect(refused[0]?.reason).toContain(
      'as after a sleep or with a throttled timer, send 0, or one event for each 120 s',
    );
  });

  it('keeps its session after a sleep, and no hour is added, if the next event has interval_ms 0', () => {
    const events = session([
      ...start,
      { event: 'heartbeat', interval_ms: 0, event_ts: 10_000 + SLEEP_MS },
      { event: 'heartbeat', interval_ms: 10_000, event_ts: 20_000 + SLEEP_MS },
      { event: 'quit', interval_ms: 2_000, event_ts: 22_000 + SLEEP_MS },
    ]);
    expect(accept(events)).toMatchObject({ acceptedCount: events.length, refused: [] });
    expect(playingMs(events)).toBe(22_000);
  });

  it('can vouch for a gap in which it played, with an event for each 120 s of it', () => {
    const events = session([
      ...start,
      ...[130_000, 250_000].map((event_ts) => ({ interval_ms: 120_000, event_ts })),
      { event: 'quit', interval_ms: 60_000, event_ts: 310_000 },
    ]);
    expect(accept(events)).toMatchObject({ acceptedCount: events.length, refused: [] });
    expect(playingMs(events)).toBe(310_000);
  });
});
