import type { ServiceMetric } from './service';

/** Values kept of one measure between two looks: enough for any percentile, and an end to it where nobody looks. Even. */
const MAX_VALUES = 10_000;

/** Gathers what a service publishes about one of its resources, and hands it over once. */
export class MetricWindow {
  private readonly totals = new Map<string, number>();
  private readonly samples = new Map<string, Sample>();

  /**
   * Each of `totals` is published always, as 0 where nothing happened, and measures are where there are any; `units` has
   * the units of those of either that are not in Count.
   */
  constructor(
    private readonly about: Pick<ServiceMetric, 'namespace' | 'dimensions'>,
    totals: readonly string[],
    private readonly units: Readonly<Record<string, string>> = {},
  ) {
    for (const name of totals) this.totals.set(name, 0);
  }

  /** Adds to a total. */
  count(name: string, by = 1): void {
    this.totals.set(name, (this.totals.get(name) ?? 0) + by);
  }

  /** Takes one value of a measure in. */
  measure(name: string, value: number): void {
    let sample = this.samples.get(name);
    if (!sample) this.samples.set(name, (sample = new Sample()));
    sample.add(value);
  }

  /** What has come since the last time. */
  take(): readonly ServiceMetric[] {
    const totals = [...this.totals].map(([name, total]) => this.toMetric(name, [total]));
    const measures = [...this.samples].map(([name, { values }]) => this.toMetric(name, values));
    for (const name of this.totals.keys()) this.totals.set(name, 0);
    this.samples.clear();
    return [...totals, ...measures];
  }

  private toMetric(name: string, values: readonly number[]): ServiceMetric {
    return { ...this.about, name, unit: this.units[name] ?? 'Count', values };
  }
}

/**
 * Every value as long as there is room; then every second one, every fourth and so on. So they stay spread evenly over the
 * whole window and percentiles and averages hold, though an extreme may be passed over.
 */
class Sample {
  values: number[] = [];
  private seen = 0;
  private stride = 1;

  add(value: number): void {
    const isKept = this.seen % this.stride === 0;
    this.seen += 1;
    if (!isKept) return;
    this.values.push(value);
    if (this.values.length < MAX_VALUES) return;
    this.values = this.values.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }
}
