import type { ECharts, EChartsOption } from 'echarts';
import type { DrawnWidget } from '../dashboards/drawn-widget';
import type { TimeRange } from '../dashboards/time-range';
import { inWords, shortName, toneOf } from './alarms';
import { colour, createChart, fontFamily } from './echarts';
import { element } from './element';
import { counted, figure } from './format';
import { graphOption, type Theme } from './graph';
import { renderMarkdown } from './markdown-view';
import { showAlarm } from './strip';

type WidgetOf<Kind extends DrawnWidget['kind']> = Extract<DrawnWidget, { readonly kind: Kind }>;

const theme = (): Theme => ({
  muted: colour('muted'),
  border: colour('border'),
  panel: colour('panel'),
  text: colour('text'),
  bad: colour('bad'),
  fontFamily: fontFamily(),
});

const figures = ({ series }: WidgetOf<'figures'>): HTMLElement =>
  element(
    'div',
    'figures',
    ...series.map(({ label, points }) => {
      const latest = points.at(-1)?.[1];
      const value = element('p', 'figure', latest === undefined ? '–' : figure(latest));
      return element('div', '', value, element('p', 'note', label));
    }),
  );

const states = ({ alarms }: WidgetOf<'alarms'>): HTMLElement =>
  element(
    'div',
    'states',
    ...alarms.map(({ name, state, reason }) => {
      const button = element('button', 'alarm', element('b', '', shortName(name)), element('span', '', inWords(state)));
      button.dataset['tone'] = toneOf(state);
      button.title = reason;
      button.addEventListener('click', () => showAlarm(name));
      return button;
    }),
  );

const content = (widget: Exclude<DrawnWidget, WidgetOf<'graph'>>): HTMLElement => {
  switch (widget.kind) {
    case 'figures':
      return figures(widget);
    case 'alarms':
      return states(widget);
    case 'text':
      return element('div', 'text', ...renderMarkdown(widget.markdown));
    case 'plain':
      return element('pre', 'text', widget.text);
    case 'failed':
      return element('p', 'nothing', `This widget cannot be drawn: ${widget.reason}`);
  }
};

const hasNoData = (widget: DrawnWidget): boolean =>
  'series' in widget && widget.series.every(({ points }) => points.length === 0);

/** A widget of a dashboard at its place in the page. */
export class Widget {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private chart: ECharts | undefined;

  constructor({ kind, title, x, y, width, height }: DrawnWidget) {
    this.heading = element('h2', '', title);
    this.heading.title = title;
    this.element = element('section', `widget ${kind}`, this.heading);
    this.element.style.gridColumn = `${x + 1} / span ${width}`;
    this.element.style.gridRow = `${y + 1} / span ${height}`;
    new ResizeObserver(() => this.chart?.resize()).observe(this.element);
  }

  /**
   * Draws the widget. All graphs of a dashboard show the same range; the data were requested for the last `minutes`.
   */
  show(widget: DrawnWidget, range: TimeRange, minutes: number): void {
    this.element.className = `widget ${widget.kind}`;
    if (hasNoData(widget)) this.fill(element('p', 'nothing', `No data in the last ${counted(minutes, 'minute')}.`));
    else if (widget.kind === 'graph') this.draw(graphOption(widget, range, theme()));
    else this.fill(content(widget));
  }

  /** Frees the chart. */
  close(): void {
    this.chart?.dispose();
    this.chart = undefined;
  }

  /** Keeps the lines hidden that the user has hidden in the legend. */
  private draw(option: EChartsOption): void {
    if (!this.chart) {
      const plot = element('div', 'plot');
      this.fill(plot);
      this.chart = createChart(plot);
    }
    this.chart.setOption(option, { replaceMerge: ['series'] });
  }

  /** Replaces the content, and keeps its scroll position. */
  private fill(shown: HTMLElement): void {
    this.close();
    const position = this.element.children[1]?.scrollTop ?? 0;
    this.element.replaceChildren(this.heading, shown);
    shown.scrollTop = position;
  }
}
