import { VIEWING } from '../../../domain/families/viewing';
import { acceptEvents, readRequest } from '../../../domain/ingest';
import { hoursSince } from '../../../tools/smoke/hours';
import { smokeEvents } from '../../../tools/smoke/smoke-events';

const NOW = Date.parse('2026-11-25T06:59:59.000Z');

describe('smokeEvents', () => {
  it('creates events that the collector accepts, and one that it refuses', () => {
    const { valid, invalid, sessionIds } = smokeEvents(NOW);
    const request = readRequest(VIEWING, JSON.stringify({ sent_at: NOW, events: [...valid, invalid] }));
    if ('reason' in request) throw new Error(request.reason);
    const { accepted, refused } = acceptEvents(VIEWING, request, {
      receivedAt: NOW,
      pseudonymOf: () => ({ value: 'pseudonym', keyId: 'k1' }),
    });
    expect(accepted.map(({ event_id }) => event_id)).toEqual(valid.map(({ event_id }) => event_id));
    expect(refused).toEqual([expect.objectContaining({ event_id: invalid.event_id, field: 'interval_ms' })]);
    expect(new Set(accepted.map(({ session_id }) => session_id))).toEqual(new Set(sessionIds));
  });
});

describe('hoursSince', () => {
  it('includes the next hour if the events were sent just before it began', () => {
    expect(hoursSince(NOW, NOW + 2_000)).toEqual([
      { dt: '2026-11-25', hour: '06' },
      { dt: '2026-11-25', hour: '07' },
    ]);
  });
});
