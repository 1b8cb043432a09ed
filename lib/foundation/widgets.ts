import { Color, GraphWidget, type GraphWidgetProps, type IMetric, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** A dashboard is 24 columns wide. */
export const FULL_WIDTH = 24;

/** A graph of several lines, zero at its foot. */
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

/** A graph with the value drawn beyond which an alarm fires. */
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

/** The latest value of each metric, in figures. */
export const figures = (title: string, metrics: readonly IMetric[], width = FULL_WIDTH): SingleValueWidget =>
  new SingleValueWidget({ title, metrics: [...metrics], width, height: 4, setPeriodToTimeRange: false });
