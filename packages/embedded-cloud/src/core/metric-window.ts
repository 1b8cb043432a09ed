import type { ServiceMetric } from './service';

/** The limit on values of a measure between two collections, which bounds the memory; it must be even. */
const MAX_VALUES = 10_000;

/** Accumulates the metrics that a service publishes about one of its resources. */
export class MetricWindow {
  private readonly totals = new Map<string, number>();
  private readonly samples = new Map<string, Sample>();

  /**
   * Every total is published, as 0 when nothing was counted; a measure is published when it has values. `units` has the
   * units of the totals and measures whose unit is not Count.
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

  /** Adds one value to a measure. */
  measure(name: string, value: number): void {
    let sample = this.samples.get(name);
    if (!sample) this.samples.set(name, (sample = new Sample()));
    sample.add(value);
  }

  /** Returns what was added since the last call. */
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
 * Keeps every value while there is room; then every second one, every fourth and so on. The kept values are spread evenly
 * over the window, so percentiles and averages hold, but an extreme value may be missing.
 */
class Sample {
  values: number[] = [];
  private added = 0;
  private stride = 1;

  add(value: number): void {
    const isKept = this.added % this.stride === 0;
    this.added += 1;
    if (!isKept) return;
    this.values.push(value);
    if (this.values.length < MAX_VALUES) return;
    this.values = this.values.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }
}
