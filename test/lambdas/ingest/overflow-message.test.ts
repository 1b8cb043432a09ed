import { VIEWING } from '../../../domain/families/viewing';
import fc from 'fast-check';
import { type PackedRecord, packEvents } from '../../../domain/ingest/pack-events';
import {
  decodeOverflow,
  encodeOverflow,
  groupForMessages,
  type Overflow,
} from '../../../lambdas/ingest/overflow-message';
import { MAX_BODY_BYTES } from '../../../lambdas/ingest/collect/read-body';
import { FakeDestinations } from '../../support/destinations';
import { anEvent, aViewingEvent, eventId, NOW } from '../../support/events';

const SQS_MESSAGE_BYTES = 1024 * 1024;
const encode = (value: unknown): string => encodeOverflow(value as Overflow);

it('decodeOverflow returns what encodeOverflow encoded, in characters that SQS accepts', () => {
  const events = fc.array(fc.record({ bucket: fc.nat(4_095), data: fc.string({ unit: 'grapheme' }) }));
  const lines = fc.array(fc.string({ unit: 'grapheme' }));
  const overflows: fc.Arbitrary<Overflow> = fc.oneof(
    events.map((records) => ({ target: 'events' as const, records })),
    lines.map((records) => ({ target: 'quarantine' as const, records })),
  );
  fc.assert(
    fc.property(overflows, (overflow) => {
      const body = encodeOverflow(overflow);
      expect(body).toMatch(/^[\w+/=]+$/);
      expect(decodeOverflow(body)).toEqual(overflow);
    }),
  );
});

it.each([
  '',
  'text',
  encode(null),
  encode({ target: 'events' }),
  encode({ target: 'elsewhere', records: [] }),
  encode({ target: 'events', records: ['line'] }),
  encode({ target: 'events', records: [{ bucket: 0.5, data: '' }] }),
  encode({ target: 'events', records: [{ bucket: 0 }] }),
  encode({ target: 'quarantine', records: [{ bucket: 0, data: '' }] }),
])('decodeOverflow rejects %j', (body) => {
  expect(() => decodeOverflow(body)).toThrow();
});

describe('groupForMessages', () => {
  it('splits records into groups, in order and without loss', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 600_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(sizes, (records) => {
        const groups = groupForMessages(records, (size) => size);
        expect(groups.flat()).toEqual(records);
        for (const group of groups) expect(group.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(700_000);
      }),
    );
  });

  it('puts each large record into its own group', () => {
    expect(groupForMessages([600_000, 200_000, 600_000], (size) => size)).toEqual([[600_000], [200_000], [600_000]]);
    expect(groupForMessages([], () => 0)).toEqual([]);
  });
});

describe('The largest request', () => {
  const QUOTES = '"\\'.repeat(64);
  const texts = { platform: QUOTES, app_version: QUOTES, cdn: QUOTES, error_code: QUOTES };
  const experiments = Array.from({ length: 16 }, () => ({ id: QUOTES, variant: QUOTES }));

  it.each([
    ['plain heartbeats', (n: number) => anEvent({ event_id: eventId(n), platform: 'x'.repeat(128) })],
    ['texts that consist of quotes', (n: number) => anEvent({ event_id: eventId(n), ...texts, experiments })],
  ])('fits into SQS messages while its stream is down, with %s', async (_, make) => {
    const to = new FakeDestinations();
    to.events.down = true;
    to.quarantine.down = true;
    const each = Buffer.byteLength(JSON.stringify(make(0))) + 1;
    const count = Math.min(500, Math.floor((MAX_BODY_BYTES - 100) / each));
    const events = Array.from({ length: count }, (_, n) => aViewingEvent(make(n)));
    const records: readonly PackedRecord[] = packEvents(VIEWING, events, 1);
    await to.store.keepEvents(records);
    await to.store.keepRefusals(events.map((event) => `${JSON.stringify({ received_at: NOW, event })}\n`));
    expect(to.overflow.length).toBeGreaterThanOrEqual(2);
    for (const overflow of to.overflow) expect(encodeOverflow(overflow).length).toBeLessThanOrEqual(SQS_MESSAGE_BYTES);
  });
});
