import { Dialect } from '@polyglot-sql/sdk';
import { StatementError } from '../../duckdb/statement-error';
import { transpileToDuckDb } from '../../duckdb/transpile';
import { mapCode, piecesOf } from './sql-text';
import { hideNames } from './trino/function-names';
import { rejectOtherDialects } from './trino/other-dialects';
import { rewriteSpecialForms, rewriteTypedLiterals } from './trino/typed-literals';

/** Translates a SELECT from Trino's grammar to DuckDB's; `toTrinoSemantics` then gives it Trino's semantics. */
export const toDuckDb = async (select: string): Promise<string> => {
  const known = rewriteSpecialForms(rewriteTypedLiterals(select));
  rejectUntranslatable(known);
  const hidden = mapCode(known, hideNames);
  const { success, sql, error } = await transpileToDuckDb(hidden, Dialect.Trino);
  const [translated, ...more] = sql ?? [];
  if (!success || translated === undefined)
    throw new StatementError(`SYNTAX_ERROR: ${error ?? 'the statement cannot be parsed'}`);
  if (more.length > 0) throw new StatementError('SYNTAX_ERROR: Only one sql statement is allowed.');
  if (filtersIn(translated) !== filtersIn(hidden))
    throw new StatementError('NOT_SUPPORTED: the embedded Athena has no FILTER for one of these aggregates.');
  return mapCode(translated, (code) => code.replace(/INTERVAL (-\d+) (\w+)/g, "INTERVAL '$1' $2"));
};

/** How many aggregates have a FILTER: the translation drops it for some. */
const filtersIn = (select: string): number =>
  piecesOf(select).reduce(
    (sum, { kind, text }) => sum + (kind === 'code' ? (text.match(/\bFILTER\s*\(\s*WHERE\b/gi) ?? []).length : 0),
    0,
  );

/** Syntax that the translation accepts and Trino does not, or that the translation would change. */
const UNTRANSLATABLE: readonly (readonly [RegExp, string])[] = [
  [/\$/, "Trino has no $$ quotes; write '…'"],
  [/\b[ebn]'/i, "Trino has no E'…' strings; write '…', in which a backslash is a plain character"],
  [/\b0[xob]\w/i, 'the embedded Athena supports only decimal numbers'],
  [/::/, 'Trino has no :: operator; write CAST(… AS …)'],
  [/\bU&'/i, "the embedded Athena does not support U&'…' strings"],
  [
    /\b(var)?char\s*\(\s*\d+\s*\)/i,
    'the embedded Athena does not truncate text by CAST AS varchar(n); write substr(…, 1, n)',
  ],
];

/** Throws when a SELECT contains syntax that the translation would accept although Trino does not. */
const rejectUntranslatable = (select: string): void => {
  const pieces = piecesOf(select).map(({ kind, text }) => (kind === 'code' ? text : text.slice(0, 1)));
  const code = pieces.join('');
  for (const [pattern, reason] of UNTRANSLATABLE) {
    if (pattern.test(code)) throw new StatementError(`SYNTAX_ERROR: ${reason}.`);
  }
  rejectOtherDialects(code);
};
