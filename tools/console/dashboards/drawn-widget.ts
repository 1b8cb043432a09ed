import type { AlarmView } from 'embedded-cloud/views';

/** The place of a widget in a grid of 24 columns. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** The axis that a line or a threshold belongs to. */
export type AxisSide = 'left' | 'right';

/** One line of a graph, or one number. */
export interface DrawnSeries {
  readonly label: string;
  readonly color?: string;
  readonly axis: AxisSide;
  /** The start of each period, epoch ms, and its value, ascending. */
  readonly points: readonly (readonly [number, number])[];
}

/** A value that is drawn across a graph: a line, or a band if `to` is set. */
export interface DrawnThreshold {
  readonly value: number;
  readonly to?: number;
  readonly label: string;
  readonly color?: string;
  /** The side of the line that is shaded. */
  readonly fill?: 'above' | 'below';
  readonly axis: AxisSide;
}

/** A time that is marked in a graph: a line, or a period if `to` is set. */
export interface DrawnMoment {
  /** Epoch ms. */
  readonly at: number;
  /** Epoch ms. */
  readonly to?: number;
  readonly label: string;
  readonly color?: string;
}

/** The settings of an axis. */
export interface DrawnAxis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

/** Lines over time, with thresholds and moments. */
export interface DrawnGraph extends Place {
  readonly kind: 'graph';
  readonly form: 'lines' | 'areas' | 'bars';
  /** The length of each period. */
  readonly periodMs: number;
  readonly series: readonly DrawnSeries[];
  readonly thresholds: readonly DrawnThreshold[];
  readonly moments: readonly DrawnMoment[];
  readonly axes: Readonly<Record<AxisSide, DrawnAxis>>;
}

/** A widget of a dashboard with its content. */
export type DrawnWidget =
  | DrawnGraph
  | (Place & { readonly kind: 'figures'; readonly series: readonly DrawnSeries[] })
  | (Place & { readonly kind: 'alarms'; readonly alarms: readonly AlarmView[] })
  | (Place & { readonly kind: 'text'; readonly markdown: string })
  | (Place & { readonly kind: 'plain'; readonly text: string })
  | (Place & { readonly kind: 'failed'; readonly reason: string });

/** Whether a widget has no content. */
export const isEmpty = (widget: DrawnWidget): boolean => {
  switch (widget.kind) {
    case 'failed':
      return true;
    case 'text':
      return widget.markdown.trim() === '';
    case 'plain':
      return widget.text.trim() === '';
    case 'alarms':
      return widget.alarms.length === 0;
    default:
      return widget.series.every(({ points }) => points.length === 0);
  }
};
