import type { CloudWatch, Invoker } from 'embedded-cloud';
import { Fields, isObject } from 'embedded-cloud/json';
import { toMoments, toThresholds } from './annotations';
import { type DrawnAxis, type DrawnSeries, type DrawnWidget, isEmpty, type Place } from './drawn-widget';
import { settled, toDrawnSeries } from './metric-results';
import { toMetricLines } from './metric-rows';
import type { TimeRange } from './time-range';

const DEFAULT_PERIOD_SECONDS = 300;
const DEFAULT_STAT = 'Average';

/** The lines of a widget, and the length of their periods. */
interface Lines {
  readonly series: readonly DrawnSeries[];
  readonly periodMs: number;
}

/** Draws the dashboards that the templates declare, from their bodies. */
export class DashboardReader {
  constructor(
    private readonly cloudwatch: Pick<CloudWatch, 'alarms' | 'dashboards' | 'getMetricData'>,
    private readonly functions: Invoker,
  ) {}

  names(): readonly string[] {
    return [...this.cloudwatch.dashboards().keys()];
  }

  /** The widgets of a dashboard with their data; undefined if there is no such dashboard. */
  async draw(name: string, range: TimeRange): Promise<readonly DrawnWidget[] | undefined> {
    const body = this.cloudwatch.dashboards().get(name);
    if (body === undefined) return undefined;
    return Promise.all(
      Fields.parse(body)
        .objects('widgets')
        .map((widget) => this.drawWidget(widget, range)),
    );
  }

  /** The widgets of all dashboards that have no content within the range, as "dashboard: title". */
  async empty(range: TimeRange): Promise<readonly string[]> {
    const found = await Promise.all(
      this.names().map(async (name) => {
        const widgets = (await this.draw(name, range)) ?? [];
        return widgets.filter(isEmpty).map(({ title }) => `${name}: ${title}`);
      }),
    );
    return found.flat();
  }

  /** Draws a widget. A widget that cannot be drawn shows the reason, and does not affect the others. */
  private async drawWidget(widget: Fields, range: TimeRange): Promise<DrawnWidget> {
    const properties = widget.object('properties') ?? new Fields({});
    const place = placeOf(widget, properties);
    try {
      return await this.drawKind(widget.string('type'), properties, place, range);
    } catch (error) {
      return { ...place, kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  private async drawKind(kind: string, properties: Fields, place: Place, range: TimeRange): Promise<DrawnWidget> {
    switch (kind) {
      case 'text':
        return { ...place, kind: 'text', markdown: properties.string('markdown') };
      case 'alarm':
        return { ...place, kind: 'alarms', alarms: this.alarmsOf(properties) };
      case 'custom':
        return { ...place, ...(await this.callFunction(properties)) };
      case 'metric':
        return this.drawMetrics(properties, place, range);
      default:
        return { ...place, kind: 'failed', reason: `The console does not draw widgets of type ${kind}.` };
    }
  }

  /** Views other than graphs over time (singleValue, gauge, pie, table) are shown as numbers. */
  private drawMetrics(properties: Fields, place: Place, range: TimeRange): DrawnWidget {
    const { series, periodMs } = this.linesOf(properties, range);
    const view = properties.optionalString('view') ?? 'timeSeries';
    if (view !== 'timeSeries' && view !== 'bar') return { ...place, kind: 'figures', series };
    return {
      ...place,
      kind: 'graph',
      form: view === 'bar' ? 'bars' : properties.boolean('stacked') ? 'areas' : 'lines',
      periodMs,
      series,
      thresholds: toThresholds(properties),
      moments: toMoments(properties),
      axes: { left: axisOf(properties, 'left'), right: axisOf(properties, 'right') },
    };
  }

  private linesOf(properties: Fields, { from, to }: TimeRange): Lines {
    const lines = toMetricLines(properties.all['metrics'], {
      stat: properties.optionalString('stat') ?? DEFAULT_STAT,
      period: properties.optionalNumber('period') ?? DEFAULT_PERIOD_SECONDS,
    });
    const answer = this.cloudwatch.getMetricData({
      StartTime: from / 1_000,
      EndTime: to / 1_000,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: lines.map(({ query }) => query),
    });
    const series = toDrawnSeries(answer, lines);
    const periodMs = Math.max(1, ...lines.map(({ period }) => period)) * 1_000;
    return { series: properties.boolean('liveData') ? series : settled(series, periodMs, to), periodMs };
  }

  private alarmsOf(properties: Fields) {
    const names = properties.strings('alarms').map((arn) => arn.replace(/^arn:.*:alarm:/, ''));
    const byName = new Map(this.cloudwatch.alarms().map((alarm) => [alarm.name, alarm]));
    return names.flatMap((name) => byName.get(name) ?? []);
  }

  /** The function of a custom widget returns Markdown, or HTML, which is not trusted and shown as text. */
  private async callFunction(properties: Fields) {
    const outcome = await this.functions.invoke(properties.string('endpoint'), properties.all['params'] ?? {});
    if (!outcome.ok) return { kind: 'failed', reason: `The function failed: ${outcome.errorMessage}` } as const;
    const { payload } = outcome;
    if (isObject(payload) && typeof payload['markdown'] === 'string') {
      return { kind: 'text', markdown: payload['markdown'] } as const;
    }
    return { kind: 'plain', text: typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2) } as const;
  }
}

const placeOf = (widget: Fields, properties: Fields): Place => ({
  x: widget.optionalNumber('x') ?? 0,
  y: widget.optionalNumber('y') ?? 0,
  width: widget.optionalNumber('width') ?? 6,
  height: widget.optionalNumber('height') ?? 6,
  title: properties.optionalString('title') ?? '',
});

const axisOf = (properties: Fields, side: 'left' | 'right'): DrawnAxis => {
  const axis = properties.object('yAxis')?.object(side);
  const [min, max, label] = [axis?.optionalNumber('min'), axis?.optionalNumber('max'), axis?.optionalString('label')];
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }), ...(label && { label }) };
};
