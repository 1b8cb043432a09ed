/* global echarts -- loaded before this module: ECharts' one-file build is a classic script */
import { shortName, told, toneOf } from './alarms.js';
import { element } from './element.js';
import { counted, figure } from './format.js';
import { graphOption } from './graph.js';
import { renderMarkdown } from './markdown-view.js';
import { showAlarm } from './strip.js';

const theme = () => {
  const style = getComputedStyle(document.documentElement);
  const names = ['muted', 'border', 'panel', 'text', 'bad'];
  const { fontFamily } = getComputedStyle(document.body);
  return { ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])), fontFamily };
};

const figures = ({ series }) =>
  element(
    'div',
    'figures',
    ...series.map(({ label, points }) => {
      const latest = points.at(-1)?.[1];
      return element(
        'div',
        '',
        element('p', 'figure', latest === undefined ? '–' : figure(latest)),
        element('p', 'note', label),
      );
    }),
  );

const states = ({ alarms }) =>
  element(
    'div',
    'states',
    ...alarms.map(({ name, state, reason }) => {
      const button = element('button', 'alarm', element('b', '', shortName(name)), element('span', '', told(state)));
      button.dataset.tone = toneOf(state);
      button.title = reason;
      button.addEventListener('click', () => showAlarm(name));
      return button;
    }),
  );

const content = (widget) => {
  switch (widget.kind) {
    case 'figures':
      return figures(widget);
    case 'alarms':
      return states(widget);
    case 'text':
      return element('div', 'text', ...renderMarkdown(widget.markdown));
    case 'plain':
      return element('pre', 'text', widget.text);
    default:
      return element('p', 'nothing', `It can’t be drawn: ${widget.reason}`);
  }
};

const isEmpty = ({ series }) => series?.every(({ points }) => points.length === 0) ?? false;

/** A widget's place in the page; `show` draws what has come anew. */
export class Widget {
  constructor({ kind, title, x, y, width, height }) {
    this.heading = element('h2', '', title);
    this.heading.title = title;
    this.element = element('section', `widget ${kind}`, this.heading);
    Object.assign(this.element.style, {
      gridColumn: `${x + 1} / span ${width}`,
      gridRow: `${y + 1} / span ${height}`,
    });
    this.observer = new ResizeObserver(() => this.chart?.resize());
    this.observer.observe(this.element);
  }

  /** `range` is what all graphs of the dashboard show, epoch ms; `minutes` is over how many data were asked for. */
  show(widget, range, minutes) {
    this.element.className = `widget ${widget.kind}`;
    if (isEmpty(widget)) {
      this.fill(element('p', 'nothing', `No data in the last ${counted(minutes, 'minute')}.`));
    } else if (widget.kind === 'graph') this.draw(graphOption(widget, range, theme()));
    else this.fill(content(widget));
  }

  /** Keeps what the reader has hidden in the legend. */
  draw(option) {
    if (!this.chart) {
      const plot = element('div', 'plot');
      this.fill(plot);
      this.chart = echarts.init(plot);
    }
    this.chart.setOption(option, { replaceMerge: ['series'] });
  }

  fill(shown) {
    this.close();
    const [, before] = this.element.children;
    const at = before?.scrollTop ?? 0;
    this.element.replaceChildren(this.heading, shown);
    shown.scrollTop = at;
  }

  close() {
    this.chart?.dispose();
    this.chart = undefined;
  }
}
