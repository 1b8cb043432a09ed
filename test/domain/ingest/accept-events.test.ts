import fc from 'fast-check';
import { type PlayerEvent, VIEWING, type ViewingEvent } from '../../../domain/families/viewing';
import { type Acceptance, acceptEvents, type Admission } from '../../../domain/ingest/accept-events';
import { correctionOf } from '../../../domain/ingest/correct-clock';
import { pseudonymOf } from '../../../domain/ingest/pseudonyms/keyring';
import { readRequest } from '../../../domain/ingest/read-request';
import { anEvent, EVENT_ID, eventId, KEYRING, NOW, playerEvents, RECEPTION, without } from '../../support/events';

const acceptText = (events: string, sentAt: number, reception: Admission = RECEPTION): Acceptance<ViewingEvent> => {
  const request = readRequest(VIEWING, `{"sent_at": ${sentAt}, "events": ${events}}`);
  if ('reason' in request) throw new Error(request.reason);
  return acceptEvents(VIEWING, request, reception);
};
const accept = (events: readonly unknown[], sentAt = NOW): Acceptance<ViewingEvent> =>
  acceptText(JSON.stringify(events), sentAt);
const DAY_MS = 86_400_000;

it.each([
  ['without a viewer', without(anEvent(), 'viewer_id')],
  ['whose viewer has denied consent', anEvent({ consent: 'denied' })],
])('an event %s is stored with neither the id nor a pseudonym', (_, event) => {
  const [stored] = accept([event]).accepted;
  expect(JSON.parse(JSON.stringify(stored))).toEqual({
    ...without(event, 'viewer_id'),
    ...{ schema: 'viewing/1', received_at: NOW },
  });
});

it.each(['granted', 'unknown'] as const)('an event whose viewer has %s consent carries the pseudonym', (consent) => {
  expect(accept([anEvent({ consent })]).accepted).toMatchObject([{ viewer_id: expect.any(String) as string, consent }]);
});

it('an event of an erased viewer who has denied consent is dropped like the others', () => {
  const events = JSON.stringify([anEvent({ consent: 'denied' })]);
  const result = acceptText(events, NOW, { ...RECEPTION, isErased: (viewerId) => viewerId === anEvent().viewer_id });
  expect(result).toMatchObject({ accepted: [], suppressedCount: 1 });
});

it('an accepted event carries the time of receipt and a pseudonym in place of its viewer', () => {
  const event = anEvent();
  expect(accept([event])).toEqual({
    accepted: [
      {
        ...event,
        schema: 'viewing/1',
        viewer_id: pseudonymOf(KEYRING, 'alice@example.com').value,
        viewer_key_id: 'k2',
        received_at: NOW,
      },
    ],
    acceptedCount: 1,
    suppressedCount: 0,
    refused: [],
  });
});

it('the country that the edge knows replaces the country that the player sends', () => {
  const { accepted } = acceptText(JSON.stringify([anEvent({ country: 'US' })]), NOW, { ...RECEPTION, country: 'DE' });
  expect(accepted).toMatchObject([{ country: 'DE' }]);
});

it('one invalid event does not affect the others, and is named by its index and its id', () => {
  const bad = { ...anEvent({ event_id: eventId(2) }), sequence: -1 };
  const { accepted, refused } = accept([anEvent({ event_id: eventId(1) }), bad, null, anEvent({ event_id: 'no' })]);
  expect(accepted.map(({ event_id }) => event_id)).toEqual([eventId(1)]);
  expect(refused).toMatchObject([
    { index: 1, event_id: eventId(2), field: 'sequence', event: bad },
    { index: 2, event_id: null, field: 'event', event: null },
    { index: 3, event_id: null, field: 'event_id' },
  ]);
});

it('an event with a duplicate key is refused, and the reason names the key', () => {
  const twice = JSON.stringify(anEvent()).replace('{', '{"sequence":7,');
  const { accepted, refused } = acceptText(`[${twice}, ${JSON.stringify(anEvent())}]`, NOW);
  expect(refused).toMatchObject([{ index: 0, event_id: EVENT_ID, field: 'sequence' }]);
  expect(accepted).toHaveLength(1);
});

it('every event of a request is either accepted or refused', () => {
  const anything = fc.array(fc.oneof(playerEvents(), fc.jsonValue()), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(anything, (events) => {
      const { acceptedCount, refused } = accept(events);
      expect(acceptedCount + refused.length).toBe(events.length);
    }),
  );
});

describe('An event id that occurs twice in a request', () => {
  it('is stored once if both events are equal, and both count as accepted', () => {
    const { accepted, acceptedCount, refused } = accept([anEvent(), anEvent()]);
    expect(accepted).toHaveLength(1);
    expect(acceptedCount).toBe(2);
    expect(refused).toEqual([]);
  });

  it('is refused if the second event differs, and the first event is kept', () => {
    const { accepted, refused } = accept([anEvent(), anEvent({ content_id: 'title-2' })]);
    expect(accepted).toMatchObject([{ content_id: 'title-1' }]);
    expect(refused).toMatchObject([{ index: 1, event_id: EVENT_ID, field: 'event_id' }]);
  });

  it('is recognised in capital letters', () => {
    const capitals = anEvent({ event_id: EVENT_ID.toUpperCase() });
    expect(accept([capitals]).accepted).toMatchObject([{ event_id: EVENT_ID }]);
    expect(accept([anEvent(), capitals]).accepted).toHaveLength(1);
    expect(accept([anEvent(), { ...capitals, content_id: 'title-2' }]).refused).toMatchObject([{ field: 'event_id' }]);
  });
});

describe('A clock', () => {
  const at = (event_ts: number, sentAt: number): Acceptance<ViewingEvent> => accept([anEvent({ event_ts })], sentAt);

  it.each([10_000, -10_000, -15_000, -75_000])(
    'that seems to be %d ms off is not corrected, because a slow transfer can cause the difference',
    (off) => {
      const [event] = at(NOW - 3_000, NOW + off).accepted;
      expect(event?.event_ts).toBe(NOW - 3_000);
      expect(event).not.toHaveProperty('client_event_ts');
    },
  );

  it.each([10_001, -75_001, DAY_MS * 365, -DAY_MS * 365])('that is %d ms off is corrected', (off) => {
    expect(at(NOW + off - 3_000, NOW + off).accepted).toMatchObject([
      { event_ts: NOW - 3_000, client_event_ts: NOW + off - 3_000, received_at: NOW },
    ]);
  });

  it('keeps the order of two requests if the first arrives late', () => {
    const sentAt = NOW - 15_000;
    const late = accept([anEvent({ event_ts: sentAt })], sentAt).accepted[0]?.event_ts ?? NaN;
    const next = accept([anEvent({ event_ts: sentAt + 10_000 })], sentAt + 10_000).accepted[0]?.event_ts ?? NaN;
    expect(next - late).toBe(10_000);
  });

  it('is corrected by the offset that the sender has measured, even if the request arrives late', () => {
    const behind = { sent_at: NOW - 45_000, clock_offset_ms: 30_000.4 };
    const event = anEvent({ event_ts: NOW - 48_000 });
    const request = readRequest(VIEWING, JSON.stringify({ ...behind, events: [event] }));
    if ('reason' in request) throw new Error(request.reason);
    expect(acceptEvents(VIEWING, request, RECEPTION).accepted).toMatchObject([{ event_ts: NOW - 18_000 }]);
  });

  it('is not corrected by a measurement that puts the sending after the receipt', () => {
    expect(correctionOf({ sentAt: NOW - 1_000, measuredOffsetMs: 12_000 }, NOW).offsetMs).toBe(0);
    expect(correctionOf({ sentAt: NOW - 1_000, measuredOffsetMs: 11_000 }, NOW).offsetMs).toBe(11_000);
  });

  it('is corrected by one offset, so the distances between events stay the same', () => {
    const skewed = fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS });
    const ages = fc.array(fc.integer({ min: 0, max: 29 * DAY_MS }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(skewed, ages, (off, backMs) => {
        const sentAt = NOW + off;
        const events = backMs.map((back, n) => anEvent({ event_id: eventId(n), event_ts: sentAt - back }));
        const { accepted } = accept(events, sentAt);
        const shift = off > 10_000 || off < -75_000 ? -off : 0;
        expect(accepted.map(({ event_ts }) => event_ts)).toEqual(events.map(({ event_ts }) => event_ts + shift));
      }),
    );
  });
});

describe('The time of an event', () => {
  const issueAt = (event_ts: number, sentAt = NOW): unknown =>
    accept([anEvent({ event_ts })], sentAt).refused[0]?.field;

  it('may be up to 30 days before its receipt, as with a download', () => {
    expect(issueAt(NOW - 30 * DAY_MS)).toBeUndefined();
    expect(issueAt(NOW - 30 * DAY_MS - 1)).toBe('event_ts');
    expect(issueAt(0)).toBe('event_ts');
  });

  it('is refused in seconds, with the unit to send', () => {
    const [refused] = accept([anEvent({ event_ts: NOW / 1_000 })]).refused;
    expect(refused).toMatchObject({ field: 'event_ts', reason: 'is in seconds; send epoch ms' });
  });

  it('may be ahead of its receipt by at most the tolerance of the clocks', () => {
    expect(issueAt(NOW + 10_000)).toBeUndefined();
    expect(issueAt(NOW + 10_001)).toBe('event_ts');
    expect(issueAt(Date.UTC(2099, 0, 1))).toBe('event_ts');
  });

  it("is checked against the sender's own clock", () => {
    const sentAt = NOW + 365 * DAY_MS;
    expect(issueAt(sentAt, sentAt)).toBeUndefined();
    expect(issueAt(NOW, sentAt)).toBe('event_ts');
    expect(issueAt(sentAt + 10_001, sentAt)).toBe('event_ts');
  });
});

it('500 events in one request keep their order', () => {
  const events: PlayerEvent[] = Array.from({ length: 500 }, (_, n) => anEvent({ event_id: eventId(n), sequence: n }));
  expect(accept(events).accepted.map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence));
});

it('events of erased viewers leave no trace in the result, valid or not, and change nothing else', () => {
  const sent = fc.array(
    fc.record({
      viewer_id: fc.constantFrom('erased-1', 'erased-2', 'kept-1', 'kept-2'),
      sequence: fc.constantFrom(1, -1), // -1 is refused
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(sent, (fields) => {
      const events = [...fields, { viewer_id: 'kept-3', sequence: 1 }].map((one, n) =>
        anEvent({ ...one, event_id: eventId(n) }),
      );
      const isErased = (viewerId: string): boolean => viewerId.startsWith('erased');
      const result = acceptText(JSON.stringify(events), NOW, { ...RECEPTION, isErased });
      const kept = events.filter(({ viewer_id: viewerId = '' }) => !isErased(viewerId));
      const expected = accept(kept);
      expect(result.suppressedCount).toBe(events.length - kept.length);
      expect(result.accepted).toEqual(expected.accepted);
      expect(result.acceptedCount).toBe(expected.acceptedCount);
      expect(result.refused.map(({ event }) => event)).toEqual(expected.refused.map(({ event }) => event));
      expect(result.refused.map(({ index }) => events[index]?.event_id)).toEqual(
        result.refused.map(({ event_id: id }) => id),
      );
    }),
  );
});
