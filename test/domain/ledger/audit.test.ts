import fc from 'fast-check';
import { auditedByPeriod, isAudited, periodOf } from '../../../domain/ledger/audit';
import { decodeEventIds, encodeEventIds } from '../../../domain/ledger/event-id-codec';
import { EVENT_ID, eventId, NOW } from '../../support/events';

const MINUTE = 60_000;

describe('an event is audited', () => {
  it('by how its id ends, and always where the suffix is empty', () => {
    expect(isAudited(EVENT_ID, { suffix: '', periodMs: MINUTE })).toBe(true);
    expect(isAudited('018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7000', { suffix: '000', periodMs: MINUTE })).toBe(true);
    expect(isAudited('018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7001', { suffix: '000', periodMs: MINUTE })).toBe(false);
  });

  it('once a period of receipt, however often it comes, and in every period that a copy came in', () => {
    const audit = { suffix: '1', periodMs: MINUTE };
    const at = (n: number, receivedAt: number) => ({ event_id: eventId(n), received_at: receivedAt });
    const events = [at(1, NOW), at(1, NOW + 59_999), at(2, NOW), at(1, NOW + 60_000), at(11, NOW)];
    expect([...auditedByPeriod(events, audit)]).toEqual([
      [NOW, new Set([eventId(1), eventId(11)])],
      [NOW + MINUTE, new Set([eventId(1)])],
    ]);
    expect(periodOf(NOW + 59_999, audit)).toBe(NOW);
  });
});

describe('packed event ids', () => {
  it('are those that were packed, in 16 bytes each', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), (ids) => {
        const packed = encodeEventIds(ids);
        expect(packed).toHaveLength(16 * ids.length);
        expect(decodeEventIds(packed)).toEqual(ids);
      }),
    );
  });

  it('that were cut short are none', () => {
    expect(() => decodeEventIds(new Uint8Array(17))).toThrow(RangeError);
  });
});
