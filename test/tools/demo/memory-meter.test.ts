import { MemoryMeter } from '../../../tools/demo/memory-meter';

const sampleFor = (meter: MemoryMeter, seconds: number) => {
  for (let second = 0; second < seconds; second += 1) meter.sample();
};

describe('MemoryMeter', () => {
  it('reports the memory before the run, the mean of each whole minute, and the peak', () => {
    const meter = new MemoryMeter();
    sampleFor(meter, 60);
    const held = Buffer.alloc(128 * 2 ** 20, 1);
    sampleFor(meter, 90);
    const { idleMb, byMinuteMb, peakMb } = meter.report();
    expect(held.length).toBeGreaterThan(0);
    expect(idleMb).toBeGreaterThan(10);
    const [before = NaN, after = NaN, ...unfinished] = byMinuteMb;
    expect(before).toBeLessThan(idleMb + 100);
    expect(after).toBeGreaterThan(before + 100);
    expect(unfinished).toEqual([]);
    expect(peakMb).toBeGreaterThanOrEqual(after);
  });
});
