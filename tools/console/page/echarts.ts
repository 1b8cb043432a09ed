import type * as ECharts from 'echarts';

/** ECharts' single-file build is a classic script, which the page loads before its modules. */
declare const echarts: typeof ECharts;

/** Creates a chart that fills an element. */
export const createChart = (place: HTMLElement): ECharts.ECharts => echarts.init(place);

/** The value of a colour of the page's current scheme. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The font of the page. */
export const fontFamily = (): string => getComputedStyle(document.body).fontFamily;

/** Calls back when the colour scheme changes: what is drawn on a canvas does not follow the style sheet. */
export const onSchemeChange = (callback: () => void): void =>
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
