import { hash64 } from '../../../domain/ingest/hash64';

/** Ids as players make them: counters, UUIDs that differ in few characters, other scripts. */
const ids = Array.from({ length: 100_000 }, (_, n) =>
  n % 2 ? `018f4e9c-5b1a-7c3e-9d2f-${n.toString(16).padStart(12, '0')}` : `сессия-${n}`,
);

const hashes = ids.map(hash64);

it('100,000 similar ids have 100,000 hashes', () => {
  expect(new Set(hashes.map(({ high, low }) => high * 2 ** 21 + (low % 2 ** 21))).size).toBe(ids.length);
  expect(new Set(hashes.map(({ high, low }) => (high % 2 ** 21) * 2 ** 32 + low)).size).toBe(ids.length);
});

it.each(['high', 'low'] as const)('the %s half uses all of its 32 bits evenly', (half) => {
  const values = hashes.map((hash) => hash[half]);
  for (let bit = 0; bit < 32; bit++) {
    const ones = values.reduce((count, value) => count + ((value >>> bit) & 1), 0);
    expect(Math.abs(ones / ids.length - 0.5)).toBeLessThan(0.01);
  }
  // 100,000 of 2³² values: the birthday paradox predicts about 1.2 collisions.
  expect(new Set(values).size).toBeGreaterThan(ids.length - 10);
});

it('the halves are independent: no id has two equal halves', () => {
  expect(hashes.filter(({ high, low }) => high === low)).toEqual([]);
});

it('a hash never changes, so presence from before a deployment merges with presence from after it', () => {
  expect(hash64('session-1')).toEqual({ high: 639218715, low: 397164250 });
  expect(hash64('сессия-10')).toEqual({ high: 4159485147, low: 2600970019 });
});
