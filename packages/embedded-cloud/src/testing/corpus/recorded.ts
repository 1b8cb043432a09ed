import { readFileSync } from 'node:fs';
import { Fields } from '../../core/fields';
import type { Row } from '../../services/athena/results';
import type { ExpectedRows } from './compare-rows';

/** What Trino answered to a query: rows, or the name of its error. */
export type Answer = ExpectedRows | { readonly error: string };

/** Trino's answers by the id of the query, as recorded in a file. */
export interface Recorded {
  readonly trino: string;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Reads a file of recorded answers: a line of JSON for the version of Trino, then one for each query. */
export const readRecorded = (file: string): Recorded => {
  const [first = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return {
    trino: Fields.parse(first).string('trino'),
    answers: new Map(
      lines.map((line) => {
        const fields = Fields.parse(line);
        return [fields.string('query'), toAnswer(fields)];
      }),
    ),
  };
};

const toAnswer = (fields: Fields): Answer => {
  const error = fields.optionalString('error');
  if (error !== undefined) return { error };
  const rows = fields.all['rows'];
  return {
    types: fields.strings('types'),
    orderedBy: (fields.optionalString('orderedBy') ?? '').split(',').filter(Boolean).map(Number),
    rows: Array.isArray(rows) ? rows.map(toRow) : [],
  };
};

const toRow = (row: unknown): Row =>
  Array.isArray(row) ? row.map((value: unknown) => (typeof value === 'string' ? value : undefined)) : [];

/** Writes answers in the format of {@link readRecorded}. */
export const toRecorded = ({ trino, answers }: Recorded): string =>
  [{ trino }, ...[...answers].map(([query, answer]) => toLine(query, answer))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

const toLine = (query: string, answer: Answer) =>
  'error' in answer
    ? { query, error: answer.error }
    : {
        ...{ query, types: answer.types },
        ...(answer.orderedBy.length === 0 ? {} : { orderedBy: answer.orderedBy.join(',') }),
        rows: answer.rows.map((row) => row.map((value) => value ?? null)),
      };
