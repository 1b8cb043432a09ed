import type { ServiceMetric } from '../service';

/** Values kept between two looks: enough for any statistic, and an end to it where nobody looks. */
const MAX_VALUES = 10_000;

/** Gathers what a service publishes about one of its resources, and hands it over once. */
export class MetricWindow {
  private readonly totals = new Map<string, number>();
  private readonly values = new Map<string, number[]>();

  /** Each of `counts` is published always, as 0 where nothing happened; `measures` are published where there are any, each in its unit. */
  constructor(
    private readonly about: Pick<ServiceMetric, 'namespace' | 'dimensions'>,
    counts: readonly string[],
    private readonly measures: Readonly<Record<string, string>> = {},
  ) {
    for (const name of counts) this.totals.set(name, 0);
  }

  /** Adds to a count. */
  count(name: string, by = 1): void {
    this.totals.set(name, (this.totals.get(name) ?? 0) + by);
  }

  /** Takes one value of a measure in. */
  measure(name: string, value: number): void {
    const values = this.values.get(name);
    if (!values) this.values.set(name, [value]);
    else if (values.length < MAX_VALUES) values.push(value);
  }

  /** What has come since the last time. */
  take(): readonly ServiceMetric[] {
    const counts = [...this.totals].map(([name, total]) => this.toMetric(name, 'Count', [total]));
    const measures = [...this.values].map(([name, values]) =>
      this.toMetric(name, this.measures[name] ?? 'None', values),
    );
    for (const name of this.totals.keys()) this.totals.set(name, 0);
    this.values.clear();
    return [...counts, ...measures];
  }

  private toMetric(name: string, unit: string, values: readonly number[]): ServiceMetric {
    return { ...this.about, name, unit, values };
  }
}
