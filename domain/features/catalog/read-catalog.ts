import { readCsv } from './read-csv';
import type { Content } from '../../lake';

/** What is wrong with a catalog file, and where. */
export interface CatalogProblem {
  /** The line of the file, counted from 1. */
  readonly line: number;
  /** Undefined if the whole line cannot be read. */
  readonly field?: string;
  readonly reason: string;
}

/** The titles of a file. If there are problems, the file must not be loaded, and `contents` is empty. */
export interface ReadCatalog {
  readonly contents: readonly Content[];
  readonly problems: readonly CatalogProblem[];
}

interface Line {
  readonly line: number;
  readonly fields: ReadonlyMap<string, unknown>;
}

type Rule = (value: unknown) => string | undefined;

const text =
  (max: number): Rule =>
  (value) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > max) {
      return `must be 1 to ${max} characters`;
    }
    return value.isWellFormed() ? undefined : 'must be well-formed text: it has a lone surrogate';
  };
const matching =
  (pattern: RegExp, example: string): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `must have a form such as ${example}`;
const integer =
  (min: number): Rule =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= min ? undefined : `must be a whole number of at least ${min}`;
const date: Rule = (value) => {
  const epochMs = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  const isDate = !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(String(value));
  return isDate ? undefined : 'must be a date such as 2026-11-24';
};

const RULES: Readonly<Record<keyof Content, Rule>> = {
  content_id: text(128),
  title: text(512),
  genre: text(64),
  language: matching(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'en or pt-BR'),
  rating: text(32),
  duration_ms: integer(1),
  released_on: date,
  cms_version: integer(0),
};
const OPTIONAL: readonly string[] = ['rating', 'duration_ms', 'released_on', 'cms_version'];
const NUMBERS: readonly string[] = ['duration_ms', 'cms_version'];

/** Reads CSV with a header, or JSON lines, and checks every field. It returns problems instead of throwing them. */
export const readCatalog = (file: string): ReadCatalog => {
  const source = file.replace(/^\uFEFF/, '');
  const { lines, problems } = readLines(source);
  const seen = new Map<unknown, number>();
  const found: CatalogProblem[] = [...problems];
  const contents = lines.map(({ line, fields }) => {
    found.push(...problemsOf(fields).map((problem) => ({ line, ...problem })));
    const id = fields.get('content_id');
    const before = seen.get(id);
    if (before !== undefined) found.push({ line, field: 'content_id', reason: `is the same as on line ${before}` });
    seen.set(id, line);
    return toContent(fields);
  });
  if (lines.length === 0 && found.length === 0) found.push({ line: 1, reason: 'has no titles' });
  return {
    contents: found.length === 0 ? contents : [],
    problems: found.toSorted((one, other) => one.line - other.line),
  };
};

const problemsOf = (fields: ReadonlyMap<string, unknown>): readonly Omit<CatalogProblem, 'line'>[] => {
  const unknown = [...fields.keys()].filter((field) => !(field in RULES));
  return [
    ...unknown.map((field) => ({
      field,
      reason: `is not a field of a title; the fields are ${Object.keys(RULES).join(', ')}`,
    })),
    ...Object.entries(RULES).flatMap(([field, rule]) => {
      const value = fields.get(field) ?? undefined;
      if (value === undefined) return OPTIONAL.includes(field) ? [] : [{ field, reason: 'is missing' }];
      const reason = rule(value);
      return reason === undefined ? [] : [{ field, reason }];
    }),
  ];
};

const toContent = (fields: ReadonlyMap<string, unknown>): Content => {
  const orNull = (field: keyof Content): string | null => {
    const value = fields.get(field);
    return typeof value === 'string' ? value : null;
  };
  const duration = fields.get('duration_ms') ?? null;
  return {
    content_id: String(fields.get('content_id')),
    title: String(fields.get('title')),
    genre: String(fields.get('genre')),
    language: String(fields.get('language')),
    rating: orNull('rating'),
    duration_ms: duration === null ? null : Number(duration),
    released_on: orNull('released_on'),
    cms_version: Number(fields.get('cms_version') ?? 0),
  };
};

type Lines = { readonly lines: readonly Line[]; readonly problems: readonly CatalogProblem[] };

/** A JSON array is refused, because its problems could not be located by line. */
const readLines = (source: string): Lines => {
  const start = source.trimStart();
  if (start.startsWith('[')) {
    const reason = "begins a JSON array; send CSV or one JSON object per line, as jq -c '.[]' writes it";
    return { lines: [], problems: [{ line: 1, reason }] };
  }
  return start.startsWith('{') ? readJsonLines(source) : readTable(source);
};

const readJsonLines = (source: string): Lines => {
  const problems: CatalogProblem[] = [];
  const lines = source.split('\n').flatMap((one, index): readonly Line[] => {
    if (one.trim() === '') return [];
    const value = parseObject(one);
    if (value) return [{ line: index + 1, fields: new Map(Object.entries(value)) }];
    problems.push({ line: index + 1, reason: 'is not a JSON object' });
    return [];
  });
  return { lines, problems };
};

const parseObject = (line: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** An empty cell is a missing field. */
const readTable = (source: string): Lines => {
  const { rows, openQuoteAt } = readCsv(source);
  const [header, ...others] = rows;
  const problems: CatalogProblem[] =
    openQuoteAt === undefined ? [] : [{ line: openQuoteAt, reason: 'has a quote that is never closed' }];
  const lines = others.flatMap(({ line, cells }): readonly Line[] => {
    const expected = header?.cells.length ?? 0;
    if (cells.length !== expected) {
      problems.push({ line, reason: `has ${cells.length} cells; the header has ${expected}` });
      return [];
    }
    const named = (header?.cells ?? []).map(
      (name, index) => [name.trim(), toValue(name.trim(), cells[index] ?? '')] as const,
    );
    return [{ line, fields: new Map(named.filter(([, value]) => value !== '')) }];
  });
  return { lines, problems };
};

const toValue = (name: string, cell: string): unknown =>
  NUMBERS.includes(name) && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
