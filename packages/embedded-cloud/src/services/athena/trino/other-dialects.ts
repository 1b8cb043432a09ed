import { StatementError } from '../../../duckdb/statement-error';

/** Functions of other engines that the translation accepts, with Trino's names for them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  ...{ nvl: 'coalesce', ifnull: 'coalesce', zeroifnull: 'coalesce(x, 0)', nvl2: 'if', iff: 'if', decode: 'CASE' },
  ...{
    len: 'length or cardinality',
    character_length: 'length',
    char_length: 'length',
    ucase: 'upper',
    lcase: 'lower',
  },
  ...{ instr: 'strpos', locate: 'strpos', charindex: 'strpos', startswith: 'starts_with', unhex: 'from_hex' },
  ...{ get_json_object: 'json_extract_scalar', trunc: 'truncate', square: 'power(x, 2)', to_number: 'CAST' },
  ...{
    safe_cast: 'TRY_CAST',
    getdate: 'now',
    last_day: 'last_day_of_month',
    date_part: 'EXTRACT',
    datepart: 'EXTRACT',
  },
  ...{ dateadd: 'date_add', date_sub: 'date_add', add_months: 'date_add', approx_count_distinct: 'approx_distinct' },
  ...{ logical_or: 'bool_or', logical_and: 'bool_and', boolor_agg: 'bool_or', booland_agg: 'bool_and' },
  ...{ group_concat: 'listagg', string_agg: 'listagg', collect_list: 'array_agg', list: 'array_agg' },
  ...{ list_filter: 'filter', list_value: 'ARRAY[…]', generate_series: 'sequence' },
};

/** Types of other engines that the translation accepts in a CAST, with Trino's names for them. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ text: 'varchar', string: 'varchar', float: 'real or double', int64: 'bigint', int32: 'integer' },
  ...{ hugeint: 'decimal(38, 0)', bool: 'boolean', datetime: 'timestamp', timestamptz: 'timestamp with time zone' },
};

/** Syntax of other engines that the translation accepts, with Trino's equivalent. */
const SYNTAX: readonly (readonly [pattern: RegExp, syntax: string, equivalent: string])[] = [
  [/==|<=>/, '== or <=> operator', '= or IS NOT DISTINCT FROM'],
  [/\*\*/, '** operator', 'power(x, y)'],
  [/\bilike\b/i, 'ILIKE', "lower(x) LIKE '…'"],
  [/\b(positional|asof)\s+join\b/i, 'POSITIONAL or ASOF JOIN', 'JOIN … ON'],
  [/\bselect\s+top\s+\d|\blimit\s+\d+\s*%/i, 'TOP and no LIMIT in per cent', 'LIMIT n'],
  [/\busing\s+sample\b/i, 'USING SAMPLE', 'TABLESAMPLE'],
  [/\bcolumns\s*\(\s*['*]/i, 'COLUMNS(…)', 'the names of the columns'],
  [/(?:[(,=<>+*/-]|\b(?:select|when|then|else|in|and|or|not|where|by))\s*\[/i, '[…] literal', 'ARRAY[…]'],
];

/**
 * Rejects syntax of other engines that the translation accepts. In `code`, quoted texts are reduced to their first
 * quote.
 */
export const rejectOtherDialects = (code: string): void => {
  for (const [pattern, syntax, equivalent] of SYNTAX) {
    if (pattern.test(code)) throw new StatementError(`SYNTAX_ERROR: Trino has no ${syntax}; write ${equivalent}.`);
  }
  for (const [, name = ''] of code.matchAll(/\b([a-z]\w*)\s*\(/gi)) {
    const trinoName = FUNCTIONS[name.toLowerCase()];
    if (trinoName !== undefined) {
      throw new StatementError(`FUNCTION_NOT_FOUND: Trino has no function ${name}; write ${trinoName}.`);
    }
  }
  for (const type of castTypesIn(code)) {
    const trinoType = TYPES[type];
    if (trinoType !== undefined) {
      throw new StatementError(`TYPE_NOT_FOUND: Trino has no type ${type}; write ${trinoType}.`);
    }
  }
};

/** The types of the CASTs: the last word after AS, before the closing parenthesis of the CAST. */
const castTypesIn = (code: string): readonly string[] =>
  [...code.matchAll(/\bcast\s*\(/gi)].flatMap(({ index, 0: open }) => {
    const inside = code.slice(index + open.length, closingParenthesis(code, index + open.length));
    const [, type] = /\bas\s+(\w+)\s*$/i.exec(inside) ?? [];
    return type === undefined ? [] : [type.toLowerCase()];
  });

/** The position of the parenthesis that closes the one before `from`. */
const closingParenthesis = (code: string, from: number): number => {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    depth += code[at] === '(' ? 1 : code[at] === ')' ? -1 : 0;
    if (depth === 0) return at;
  }
  return code.length;
};
