import { BusySince } from '../../../tools/local/busy-since';

it('is busy since the total first grew, until it has not grown for a minute', () => {
  const busy = new BusySince();
  expect(busy.note(0, 0)).toBeUndefined();
  expect(busy.note(1, 100_000)).toBe(100_000);
  expect(busy.note(1, 130_000)).toBe(100_000);
  expect(busy.note(5, 160_000)).toBe(100_000);
  expect(busy.note(5, 220_001)).toBeUndefined();
  expect(busy.note(6, 300_000)).toBe(300_000);
});
