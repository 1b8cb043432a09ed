import { isObject, isScalar, type Json, mapLeaves, pointerTo, type Scalar } from './json';
import { type Cell, isColumn, leafAt, type Pattern, patternOf } from './pattern';

/**
 * Values of one structure, written once: a shape in which `#{1}` is the first cell of a row, and `#{0}` the row's key.
 * A row with a single cell is that cell. A row that deviates ends with an object of its own leaves, by JSON pointer.
 */
export interface Table {
  readonly shape: Json;
  readonly rows: Json[];
}

/** Values that differ only in their scalars have the same skeleton. Resources must also have the same type. */
export const skeletonOf = (value: Json): string => {
  const type = isObject(value) && typeof value['Type'] === 'string' ? value['Type'] : '';
  return type + JSON.stringify(value, (_, item: Json) => (isScalar(item) ? 0 : item));
};

/** The scalars of a value by JSON pointer. */
export const scalarsOf = (value: Json): ReadonlyMap<string, Scalar> => {
  const known = isScalar(value) ? undefined : knownScalars.get(value);
  if (known) return known;
  const scalars = new Map(pointersIn(value, ''));
  if (!isScalar(value)) knownScalars.set(value, scalars);
  return scalars;
};

/** Cached, because the search for the shortest tables needs the scalars of the same values many times. */
const knownScalars = new WeakMap<object, ReadonlyMap<string, Scalar>>();

const pointersIn = (value: Json, path: string): [string, Scalar][] =>
  isScalar(value)
    ? [[path, value]]
    : Object.entries<Json>(value).flatMap(([key, item]) => pointersIn(item, pointerTo(path, key)));

/** Writes values of one skeleton as a table. `keys` are the values' keys in the object that holds them. */
export const tabulate = (values: readonly Json[], keys?: readonly string[]): Table => {
  const columns: (readonly Cell[])[] = keys ? [keys] : [];
  const firstColumn = keys ? 0 : 1;
  const scalars = values.map(scalarsOf);
  const patterns = new Map<string, Pattern>();
  const shape = mapLeaves(values[0] ?? null, (leaf, path) => {
    if (!isScalar(leaf)) return leaf;
    const pattern = patternOf(scalars.map((byPath) => byPath.get(path) ?? null));
    patterns.set(path, pattern);
    const pieces = pattern.map((piece) =>
      isColumn(piece) ? `#{${firstColumn + placeColumn(columns, piece)}}` : piece,
    );
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : pieces.join('');
  });
  const rows = scalars.map((byPath, row): Json => {
    const own = [...byPath].filter(([path, scalar]) => leafAt(patterns.get(path) ?? [], row) !== scalar);
    const cells: Json[] = columns.slice(1 - firstColumn).map((column) => column[row] ?? null);
    if (own.length > 0) return [...cells, Object.fromEntries(own)];
    return cells.length === 1 && cells[0] !== undefined ? cells[0] : cells;
  });
  return { shape, rows };
};

/** The value that a row of a table describes. */
export const fill = (shape: Json, row: Json, key: string): Json => {
  const parts = Array.isArray(row) ? row : [row];
  const cells = [key, ...parts.filter(isScalar)];
  const own = parts.find(isObject) ?? {};
  return mapLeaves(shape, (leaf, path) => {
    const scalar = Object.hasOwn(own, path) ? own[path] : undefined;
    if (scalar !== undefined) return scalar;
    if (typeof leaf !== 'string') return leaf;
    const [, column] = /^#\{(\d+)\}$/.exec(leaf) ?? [];
    if (column !== undefined) return cells[Number(column)] ?? null;
    return leaf.replace(/#\{(\d+)\}/g, (_, place: string) => String(cells[Number(place)]));
  });
};

/** The index of the column that has these cells wherever both are known. Adds a column if there is none. */
const placeColumn = (columns: (readonly Cell[])[], cells: readonly Cell[]): number => {
  const place = columns.findIndex((column) =>
    column.every((cell, row) => cell === cells[row] || cell === undefined || cells[row] === undefined),
  );
  const known = columns[place];
  if (!known) return columns.push(cells) - 1;
  columns[place] = known.map((cell, row) => (cell === undefined ? cells[row] : cell));
  return place;
};
