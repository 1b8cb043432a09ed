import {
  Color,
  CustomWidget,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** A dashboard is 24 columns wide. */
export const FULL_WIDTH = 24;

/** A graph of several lines whose axis starts at zero. */
export const graph = (
  title: string,
  left: readonly IMetric[],
  { width = 8, height = 6, ...props }: Omit<GraphWidgetProps, 'title' | 'left'> = {},
): GraphWidget =>
  new GraphWidget({
    title,
    left: [...left],
    leftYAxis: { min: 0, showUnits: false },
    width,
    height,
    ...props,
  });

/** A graph that also draws the threshold of an alarm. */
export const graphWithThreshold = (
  title: string,
  left: readonly IMetric[],
  threshold: number,
  props: Omit<GraphWidgetProps, 'title' | 'left'> = {},
): GraphWidget =>
  graph(title, left, {
    leftAnnotations: [{ value: threshold, label: `alarm above ${threshold}`, color: Color.RED }],
    ...props,
  });

/** The latest value of each metric, as a number. */
export const figures = (title: string, metrics: readonly IMetric[], width = FULL_WIDTH): SingleValueWidget =>
  new SingleValueWidget({ title, metrics: [...metrics], width, height: 4, setPeriodToTimeRange: false });

/** A widget that one of the project's functions renders. It is rendered again when the dashboard refreshes. */
export const renderedBy = (
  { functionArn }: IFunction,
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
): CustomWidget =>
  new CustomWidget({
    title,
    functionArn,
    updateOnRefresh: true,
    updateOnResize: false,
    updateOnTimeRangeChange: false,
    width,
    height,
  });
