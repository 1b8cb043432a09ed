import fc from 'fast-check';
import { auditedByPeriod, isAudited, periodOf } from '../../../domain/ledger/audit';
import { decodeEventIds, encodeEventIds } from '../../../domain/ledger/event-id-codec';
import { EVENT_ID, eventId, NOW } from '../../support/events';

const MINUTE = 60_000;

describe('The audit', () => {
  it('selects an event by the end of its id, and every event if the suffix is empty', () => {
    expect(isAudited(EVENT_ID, { suffix: '', periodMs: MINUTE })).toBe(true);
    expect(isAudited('018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7000', { suffix: '000', periodMs: MINUTE })).toBe(true);
    expect(isAudited('018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7001', { suffix: '000', periodMs: MINUTE })).toBe(false);
  });

  it('counts an event once per period of receipt, in every period in which a copy arrived', () => {
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

describe('Packed event ids', () => {
  it('unpack to the same ids and take 16 bytes each', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), (ids) => {
        const packed = encodeEventIds(ids);
        expect(packed).toHaveLength(16 * ids.length);
        expect(decodeEventIds(packed)).toEqual(ids);
      }),
    );
  });

  it('are refused if they were truncated', () => {
    expect(() => decodeEventIds(new Uint8Array(17))).toThrow(RangeError);
  });
});
