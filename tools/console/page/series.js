import { clock, figure } from './format.js';

/** Told apart by most eyes, on light and on dark. */
const PALETTE = ['#4c8dff', '#e8833a', '#2fa36b', '#b268d9', '#d9a514', '#e05f8a', '#33a7b5', '#8d7b68'];
/** Once round the palette, lines differ in how they are drawn. */
const STROKES = ['solid', [6, 3], [2, 2], [9, 3, 2, 3], [14, 4]];
const TOLD = 12;
const SHORTEST_MS = 3 * 60_000;

/** How the nth line of a graph is drawn: in the colour that its dashboard gives it, or else in one of its own. */
export const lookOf = ({ color }, index) => ({
  color: color ?? PALETTE[index % PALETTE.length],
  stroke: STROKES[Math.floor(index / PALETTE.length) % STROKES.length],
});

/** A line's points with a hole wherever a period is missing: no line across the unknown. */
export const withHoles = (points, periodMs) =>
  points.flatMap((point, index) => {
    const isAfterHole = index > 0 && point[0] - points[index - 1][0] > 1.5 * periodMs;
    return isAfterHole ? [[point[0] - periodMs, null], point] : [point];
  });

/** Times of the points that have no neighbour to be joined to: only a mark shows them. */
export const alone = (points, periodMs) => {
  const isNear = (a, b) => a !== undefined && b !== undefined && b[0] - a[0] <= 1.5 * periodMs;
  const found = points.filter((point, index) => !isNear(points[index - 1], point) && !isNear(point, points[index + 1]));
  return new Set(found.map(([at]) => at));
};

/** The time that all graphs of a dashboard show: from the first that is known of any, and not less than a few minutes. */
export const shownRange = (widgets, { from, to }) => {
  const starts = widgets.flatMap(({ kind, series }) =>
    kind === 'graph' ? series.flatMap(({ points }) => points.slice(0, 1).map(([at]) => at)) : [],
  );
  const first = Math.min(to, ...starts);
  return { from: Math.max(from, Math.min(first, to - SHORTEST_MS)), to };
};

/** What the pointer tells of a time: the values there, largest first, as many as can be read. */
export const tellPoint = (at, rows) => {
  const known = rows.filter(({ value }) => typeof value === 'number').toSorted((a, b) => b.value - a.value);
  const width = Math.max(0, ...known.map(({ value }) => figure(value).length));
  const lines = known
    .slice(0, TOLD)
    .map(({ marker, value, label }) => `${marker}${figure(value).padStart(width, '\u2007')}  ${label}`);
  const rest = known.length > TOLD ? [`and ${known.length - TOLD} more`] : [];
  return known.length > 0 ? [clock(at), ...lines, ...rest].join('\n') : '';
};
