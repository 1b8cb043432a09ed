import { MetricWindow } from '../../src/core/metric-window';

const about = { namespace: 'AWS/Test', dimensions: { Thing: 'one' } };

let window: MetricWindow;

beforeEach(() => {
  window = new MetricWindow(about, ['Calls', 'Errors', 'Volume'], { Volume: 'Bytes', Duration: 'Milliseconds' });
});

const durations = () => window.take().find(({ name }) => name === 'Duration')?.values ?? [];

describe('MetricWindow', () => {
  it('returns totals as sums, 0 for a total without counts, and every value of a measure', () => {
    window.count('Calls');
    window.count('Calls', 2);
    window.measure('Duration', 5);
    window.measure('Duration', 7);
    expect(window.take()).toEqual([
      { ...about, name: 'Calls', unit: 'Count', values: [3] },
      { ...about, name: 'Errors', unit: 'Count', values: [0] },
      { ...about, name: 'Volume', unit: 'Bytes', values: [0] },
      { ...about, name: 'Duration', unit: 'Milliseconds', values: [5, 7] },
    ]);
  });

  it('returns each value once, and omits a measure without values', () => {
    window.count('Calls');
    window.measure('Duration', 5);
    window.take();
    expect(window.take()).toEqual([
      { ...about, name: 'Calls', unit: 'Count', values: [0] },
      { ...about, name: 'Errors', unit: 'Count', values: [0] },
      { ...about, name: 'Volume', unit: 'Bytes', values: [0] },
    ]);
  });

  it('keeps a bounded, evenly spread subset of the values when nothing collects them', () => {
    for (let value = 0; value < 1_000_000; value += 1) window.measure('Duration', value);
    const values = durations();
    const steps = new Set(values.slice(1).map((value, index) => value - (values[index] ?? 0)));
    expect(values.length).toBeGreaterThan(5_000);
    expect(values.length).toBeLessThan(10_000);
    expect([...steps]).toEqual([128]);
    expect(values.at(-1)).toBeGreaterThan(999_000);
  });

  it('keeps every value again after a collection', () => {
    for (let value = 0; value < 50_000; value += 1) window.measure('Duration', value);
    window.take();
    for (const value of [1, 2, 3]) window.measure('Duration', value);
    expect(durations()).toEqual([1, 2, 3]);
  });
});
