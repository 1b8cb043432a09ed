import { NoAnswer, type Question } from './tier';

/** A piece of a statement: a comment, a quoted literal or name, or what the engine reads. */
const PIECE = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|"(?:[^"]|"")*")|((?:(?!--|\/\*)[^'"])+|.)/gs;

/**
 * Reads what somebody typed: one statement that only reads, its comments left out, and as many values as it has `?`.
 * Throws {@link NoAnswer}.
 */
export const toQuestion = (text: string, values: readonly string[]): Question => {
  const pieces = [...text.matchAll(PIECE)].filter(([, comment]) => comment === undefined);
  const sql = pieces
    .map(([piece]) => piece)
    .join('')
    .trim()
    .replace(/\s*;$/, '');
  const code = codeOf(sql);
  if (code.includes(';')) throw new NoAnswer('That is more than one statement: ask one question at a time.');
  if (/['"]/.test(code)) throw new NoAnswer('A quote is opened and not closed.');
  if (!/^(SELECT|WITH|VALUES)\b/i.test(sql)) {
    throw new NoAnswer(`A question begins with SELECT, WITH or VALUES, not with "${sql.split(/\s/, 1)[0] ?? ''}".`);
  }
  const places = code.split('?').length - 1;
  if (places !== values.length) {
    throw new NoAnswer(
      `The statement has ${places} parameters (?) and ${values.length} values: --parameter VALUE, once for each.`,
    );
  }
  return { sql, literals: values.map(toLiteral) };
};

/** What of a statement the engine reads: neither comments nor what is quoted. */
export const codeOf = (sql: string): string =>
  [...sql.matchAll(PIECE)]
    .flatMap(([, comment, quoted, read = '']) => (comment === undefined && quoted === undefined ? [read] : []))
    .join(' ');

/** The statement with its literals in their places: an EXPLAIN takes no parameters. */
export const boundText = ({ sql, literals }: Question): string => {
  let used = 0;
  return sql.replace(PIECE, (piece: string, _comment?: string, quoted?: string) =>
    quoted === undefined ? piece.replace(/\?/g, () => literals[used++] ?? '?') : piece,
  );
};

/** A number stays one, `'5'` is a text; everything else is a text as it is. */
const toLiteral = (value: string): string => {
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return value;
  const [, inner = value] = /^'(.*)'$/s.exec(value) ?? [];
  return `'${inner.replaceAll("'", "''")}'`;
};
