import { Dialect, init, transpile } from '@polyglot-sql/sdk';
import { StatementError } from '../../duckdb/statement-error';
import { mapCode, piecesOf } from './sql-text';
import { hideNames } from './trino/function-names';
import { rejectOtherDialects } from './trino/other-dialects';

/** A SELECT of Trino's in DuckDB's grammar; what it means `toTrinoSemantics` sees to. */
export const toDuckDb = async (select: string): Promise<string> => {
  await init();
  refuseForeign(select);
  const hidden = mapCode(select, hideNames);
  const { success, sql, error } = transpile(hidden, Dialect.Trino, Dialect.DuckDB, { unsupportedLevel: 'raise' });
  const [translated, ...more] = sql ?? [];
  if (!success || translated === undefined) throw new StatementError(`SYNTAX_ERROR: ${error ?? 'not understood'}`);
  if (more.length > 0) throw new StatementError('SYNTAX_ERROR: Only one sql statement is allowed.');
  return mapCode(translated, (code) => code.replace(/INTERVAL (-\d+) (\w+)/g, "INTERVAL '$1' $2"));
};

/** Spellings that the translation takes and Trino does not, and a length that it would lose. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/\$/, "there are no $$ quotes in Trino's SQL; write '…'"],
  [/\b[ebn]'/i, "there are no E'…' strings in Trino's SQL; write '…', in which a backslash is a backslash"],
  [/\b0[xob]\w/i, 'the embedded Athena reads no numbers of another base than ten'],
  [/::/, "there is no :: in Trino's SQL; write CAST(… AS …)"],
  [/\bU&'/i, "the embedded Athena reads no U&'…' strings"],
  [/\b(var)?char\s*\(\s*\d+\s*\)/i, 'the embedded Athena cuts no text to a length by CAST; write substr(…, 1, n)'],
];

const refuseForeign = (select: string): void => {
  const pieces = piecesOf(select).map(({ kind, text }) => (kind === 'code' ? text : text.slice(0, 1)));
  const shape = pieces.join('');
  for (const [found, reason] of FOREIGN) {
    if (found.test(shape)) throw new StatementError(`SYNTAX_ERROR: ${reason}.`);
  }
  rejectOtherDialects(shape);
};
