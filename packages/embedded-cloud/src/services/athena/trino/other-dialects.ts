import { StatementError } from '../../../duckdb/statement-error';

/** Functions of other engines that the translation would take for Trino's, with what Trino calls them. */
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

/** Types of CAST that are not Trino's. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ text: 'varchar', string: 'varchar', float: 'real or double', int64: 'bigint', int32: 'integer' },
  ...{ hugeint: 'decimal(38, 0)', bool: 'boolean', datetime: 'timestamp', timestamptz: 'timestamp with time zone' },
};

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/==|<=>/, "no == and no <=> in Trino's SQL; write = or IS NOT DISTINCT FROM"],
  [/\*\*/, "no ** in Trino's SQL; write power(x, y)"],
  [/\bilike\b/i, "no ILIKE in Trino's SQL; write lower(x) LIKE '…'"],
  [/\b(positional|asof)\s+join\b/i, "no POSITIONAL and no ASOF JOIN in Trino's SQL; write JOIN … ON"],
  [/\bselect\s+top\s+\d|\blimit\s+\d+\s*%/i, "no TOP and no LIMIT of per cent in Trino's SQL; write LIMIT n"],
  [/\busing\s+sample\b/i, "no USING SAMPLE in Trino's SQL; write TABLESAMPLE"],
  [/\bcolumns\s*\(\s*['*]/i, "no COLUMNS(…) in Trino's SQL; name the columns"],
  [/(?:[(,=<>+*/-]|\b(?:select|when|then|else|in|and|or|not|where|by))\s*\[/i, "no […] in Trino's SQL; write ARRAY[…]"],
];

/** Refuses what the translation takes from other engines and Athena does not; of `code` quoted texts are their first quote. */
export const rejectOtherDialects = (code: string): void => {
  for (const [found, reason] of SPELLINGS) {
    if (found.test(code)) throw new StatementError(`SYNTAX_ERROR: there is ${reason}.`);
  }
  for (const [, name = ''] of code.matchAll(/\b([a-z]\w*)\s*\(/gi)) {
    const own = FUNCTIONS[name.toLowerCase()];
    if (own !== undefined) throw new StatementError(`FUNCTION_NOT_FOUND: Trino has no function ${name}; write ${own}.`);
  }
  for (const type of castTypesIn(code)) {
    const own = TYPES[type];
    if (own !== undefined) throw new StatementError(`TYPE_NOT_FOUND: Trino has no type ${type}; write ${own}.`);
  }
};

/** The types that CASTs name: the last word behind AS before its own closing parenthesis. */
const castTypesIn = (code: string): readonly string[] =>
  [...code.matchAll(/\bcast\s*\(/gi)].flatMap(({ index, 0: open }) => {
    const inside = code.slice(index + open.length, closing(code, index + open.length));
    const [, type] = /\bas\s+(\w+)\s*$/i.exec(inside) ?? [];
    return type === undefined ? [] : [type.toLowerCase()];
  });

/** Where the parenthesis closes that is open at `from`. */
const closing = (code: string, from: number): number => {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    depth += code[at] === '(' ? 1 : code[at] === ')' ? -1 : 0;
    if (depth === 0) return at;
  }
  return code.length;
};
