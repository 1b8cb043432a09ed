import { FUNCTIONS } from './function-macros';
import { PREFIX } from './prefix';
import { COLLECTION_REWRITES } from './rewrite-collections';
import { LAMBDA_REWRITES } from './rewrite-lambdas';

/**
 * DuckDB's names of Trino's aggregates and functions of lambdas, which a macro cannot replace. The translation drops the FILTER of
 * some aggregates that it knows, so it must not see their names.
 */
const RENAMED: Readonly<Record<string, string>> = {
  transform: 'list_transform',
  geometric_mean: 'geomean',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  bitwise_xor_agg: 'bit_xor',
  histogram: 'histogram',
  bool_and: 'bool_and',
  bool_or: 'bool_or',
  every: 'bool_and',
  arbitrary: 'any_value',
  any_value: 'any_value',
  max: 'max',
  min: 'min',
};

const hiddenNames = new Set([
  ...Object.keys(FUNCTIONS).map((signature) => signature.replace(/\(.*/, '')),
  ...Object.keys(RENAMED),
  ...[
    'concat',
    'concat_ws',
    'count_if',
    'date_format',
    'date_parse',
    'greatest',
    'least',
    'avg',
    'format',
    'bounded_text',
    'coarse_timestamp',
    'approx_distinct',
    'approx_percentile',
  ],
  ...['format_datetime', 'parse_datetime', 'at_timezone', 'with_timezone'],
  ...Object.keys({ ...LAMBDA_REWRITES, ...COLLECTION_REWRITES }).map((name) => name.slice(PREFIX.length)),
]);

/** The beginning of a type such as map(varchar, integer), which is no call. */
const isMapType = /^map\s*\(\s*(varchar|integer|bigint|double|boolean|date|json)\b/i;

/** Adds the prefix to calls of Trino's functions, so that the translation does not change them. */
export const hideNames = (code: string): string =>
  code.replace(/\b([a-z_]\w*)(\s*\()/gi, (call, identifier: string, open: string, at: number, all: string) => {
    const name = identifier.toLowerCase();
    return hiddenNames.has(name) && !isMapType.test(all.slice(at)) ? `${PREFIX}${name}${open}` : call;
  });

/** DuckDB's functions that behave like the Trino functions that the translation maps to them. */
const EQUIVALENT: ReadonlySet<string> = new Set(
  `abs trunc power pow cbrt exp log pi degrees radians
  sin cos tan asin acos atan atan2 sinh cosh tanh uuid nullif now
  lower length strpos starts_with lpad rpad chr concat_ws last_day
  ~~ !~~ like_escape not_like_escape list_value row unnest generate_series
  list_filter
  count count_star sum bool_and bool_or any_value array_agg listagg string_agg arg_min_null arg_max_null
  corr kurtosis regr_slope regr_intercept translate ends_with suffix
  approx_count_distinct stddev stddev_samp stddev_pop variance var_samp var_pop covar_samp covar_pop
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  to_years to_months to_days to_hours to_minutes to_seconds to_milliseconds unhex`.split(/\s+/),
);

/** DuckDB's name of a function; undefined when DuckDB has no function that behaves like Trino's. */
export const engineNameOf = (name: string): string | undefined => {
  const hidden = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
  if (hidden === undefined) return EQUIVALENT.has(name) ? name : undefined;
  return RENAMED[hidden] ?? (hiddenNames.has(hidden) ? name : undefined);
};
