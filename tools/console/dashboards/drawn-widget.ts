import type { AlarmView } from 'embedded-cloud/views';

/** Where a widget lies in a grid of 24 columns. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** The axis that a line or a threshold belongs to. */
export type AxisSide = 'left' | 'right';

/** One line of a graph, or one figure. */
export interface DrawnSeries {
  readonly label: string;
  readonly color?: string;
  readonly axis: AxisSide;
  /** Start of the period, epoch ms, and value, ascending. */
  readonly points: readonly (readonly [number, number])[];
}

/** A value drawn across a graph: a line, or with `to` the band between two. */
export interface DrawnThreshold {
  readonly value: number;
  readonly to?: number;
  readonly label: string;
  readonly color?: string;
  /** The side of the line that is shaded. */
  readonly fill?: 'above' | 'below';
  readonly axis: AxisSide;
}

/** A time marked in a graph: a line, or with `to` the stretch between two. */
export interface DrawnMoment {
  /** Epoch ms. */
  readonly at: number;
  /** Epoch ms. */
  readonly to?: number;
  readonly label: string;
  readonly color?: string;
}

/** What a dashboard fixes of an axis. */
export interface DrawnAxis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

/** Lines over time and what is marked among them. */
export interface DrawnGraph extends Place {
  readonly kind: 'graph';
  readonly form: 'lines' | 'areas' | 'bars';
  /** Of each point. */
  readonly periodMs: number;
  readonly series: readonly DrawnSeries[];
  readonly thresholds: readonly DrawnThreshold[];
  readonly moments: readonly DrawnMoment[];
  readonly axes: Readonly<Record<AxisSide, DrawnAxis>>;
}

/** A widget of a dashboard with what it shows. */
export type DrawnWidget =
  | DrawnGraph
  | (Place & { readonly kind: 'figures'; readonly series: readonly DrawnSeries[] })
  | (Place & { readonly kind: 'alarms'; readonly alarms: readonly AlarmView[] })
  | (Place & { readonly kind: 'text'; readonly markdown: string })
  | (Place & { readonly kind: 'plain'; readonly text: string })
  | (Place & { readonly kind: 'failed'; readonly reason: string });

/** Whether a widget shows nothing of what it is there for. */
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
