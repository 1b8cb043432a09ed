import fc from 'fast-check';
import { SessionSlots } from '../../../domain/quality/session-slots';

import { SEED } from '../../support/quality';

const NOW = 1_763_700_000_000;
const REMEMBERED_MS = 180_000;
const ONE = 1;

/** Notes a number for a session, and returns the one noted before. */
const note = (slots: SessionSlots, session: number, value: number, now = NOW): number | undefined => {
  const offset = slots.find(session, now);
  const before = slots.table[offset + ONE];
  slots.table[offset + ONE] = value;
  return before;
};

it('keeps the numbers of each session apart, as a map does', () => {
  const session = fc.oneof(
    fc.nat(),
    fc.integer({ min: 1, max: 20 }).map((n) => n * 4_096),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(session, fc.nat()), { maxLength: 300 }), (notes) => {
      const slots = new SessionSlots(REMEMBERED_MS, SEED);
      const map = new Map<number, number>();
      for (const [key, value] of notes) {
        expect(note(slots, key, value)).toBe(map.get(key || 1) ?? 0);
        map.set(key || 1, value); // session 0 is kept as session 1
      }
    }),
  );
});

it('keeps them while it grows', () => {
  const slots = new SessionSlots(REMEMBERED_MS, SEED);
  const sessions = Array.from({ length: 100_000 }, (_, n) => Math.imul(n + 1, 0x9e3779b1) >>> 1);
  sessions.forEach((session, n) => note(slots, session, n));
  const kept = sessions.filter((session, n) => note(slots, session, 0) === n);
  expect(kept).toHaveLength(sessions.length);
});

it('remembers a session for three minutes at least, and forgets one that is silent for six', () => {
  const slots = new SessionSlots(REMEMBERED_MS, SEED);
  note(slots, 7, 70);
  expect(note(slots, 7, 71, NOW + REMEMBERED_MS + 1)).toBe(70);
  expect(note(slots, 7, 72, NOW + 2 * REMEMBERED_MS + 2)).toBe(71);
  note(slots, 8, 80, NOW + 3 * REMEMBERED_MS + 3);
  note(slots, 8, 80, NOW + 4 * REMEMBERED_MS + 4);
  expect(note(slots, 7, 73, NOW + 4 * REMEMBERED_MS + 4)).toBe(0);
});

it('never holds more than two tables of 16 MiB: it forgets the sessions that were silent longest', () => {
  const slots = new SessionSlots(REMEMBERED_MS, SEED);
  for (let session = 1; session <= 1_000_000; session++) note(slots, session, session);
  expect(slots.table.byteLength).toBe(16 * 2 ** 20);
  expect(note(slots, 1_000_000, 0)).toBe(1_000_000);
  expect(note(slots, 1, 0)).toBe(0);
});

it('forgets all sessions when it is cleared', () => {
  const slots = new SessionSlots(REMEMBERED_MS, SEED);
  note(slots, 7, 70);
  slots.clear();
  expect(note(slots, 7, 0)).toBe(0);
});
