import { MemoryMeter } from '../../../local/demo/memory-meter';

test('what the process holds is told from before, halfway and at its most', () => {
  const meter = new MemoryMeter();
  meter.sample();
  const held = Buffer.alloc(128 * 2 ** 20, 1);
  meter.sample();
  const { idleMb, halfwayMb, peakMb } = meter.report();
  expect(held.length).toBeGreaterThan(0);
  expect(idleMb).toBeGreaterThan(10);
  expect(halfwayMb).toBeLessThan(idleMb + 100);
  expect(peakMb).toBeGreaterThan(idleMb + 100);
});
