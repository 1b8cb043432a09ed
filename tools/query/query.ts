import { UsageError } from '../command/errors';

/** One SELECT, with a literal for each of its `?`. */
export interface Query {
  readonly sql: string;
  readonly literals: readonly string[];
}

/** A piece of a statement: a comment, a quoted literal or name, or code. */
const PIECE = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|"(?:[^"]|"")*")|((?:(?!--|\/\*)[^'"])+|.)/gs;

/**
 * Parses the text of a query: one statement that only reads, with as many values as it has `?`. Comments are removed.
 * Throws {@link UsageError}.
 */
export const parseQuery = (text: string, values: readonly string[]): Query => {
  const pieces = [...text.matchAll(PIECE)].filter(([, comment]) => comment === undefined);
  const sql = pieces
    .map(([piece]) => piece)
    .join('')
    .trim()
    .replace(/\s*;$/, '');
  const code = codeOf(sql);
  if (code.includes(';')) throw new UsageError('The text contains more than one statement');
  if (/['"]/.test(code)) throw new UsageError('A quote is not closed');
  if (!/^(SELECT|WITH|VALUES)\b/i.test(sql)) {
    throw new UsageError(`A query begins with SELECT, WITH or VALUES, not with "${sql.split(/\s/, 1)[0] ?? ''}"`);
  }
  const places = code.split('?').length - 1;
  if (places !== values.length) {
    throw new UsageError(`The query has ${places} parameters (?), but --parameter is given ${values.length} times`);
  }
  return { sql, literals: values.map(toLiteral) };
};

/** The code of a statement, without comments and quoted text. */
export const codeOf = (sql: string): string =>
  [...sql.matchAll(PIECE)]
    .flatMap(([, comment, quoted, code = '']) => (comment === undefined && quoted === undefined ? [code] : []))
    .join(' ');

/** The statement with its literals in place of the `?`, for engines and statements that take no parameters. */
export const withLiterals = ({ sql, literals }: Query): string => {
  let used = 0;
  return sql.replace(PIECE, (piece: string, _comment?: string, quoted?: string) =>
    quoted === undefined ? piece.replace(/\?/g, () => literals[used++] ?? '?') : piece,
  );
};

/** A number becomes a number, `'5'` the text 5, and everything else a text as it is. */
const toLiteral = (value: string): string => {
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return value;
  const [, inner = value] = /^'(.*)'$/s.exec(value) ?? [];
  return `'${inner.replaceAll("'", "''")}'`;
};
