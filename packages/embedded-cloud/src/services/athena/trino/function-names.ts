import { FUNCTIONS } from './function-macros';
import { PREFIX } from './macros';

/** DuckDB's names of Trino's aggregates and functions of lambdas, which a macro cannot replace. */
const RENAMED: Readonly<Record<string, string>> = {
  approx_percentile: 'approx_quantile',
  transform: 'list_transform',
};

const hiddenNames = new Set([
  ...Object.keys(FUNCTIONS).map((signature) => signature.replace(/\(.*/, '')),
  ...Object.keys(RENAMED),
  ...['concat', 'count_if', 'date_format', 'date_parse', 'greatest', 'least', 'avg'],
]);

/** Adds the prefix to calls of Trino's functions, so that the translation does not change them. */
export const hideNames = (code: string): string =>
  code.replace(/\b([a-z_]\w*)(\s*\()/gi, (call, identifier: string, open: string) => {
    const name = identifier.toLowerCase();
    return hiddenNames.has(name) ? `${PREFIX}${name}${open}` : call;
  });

/** DuckDB's functions that behave like the Trino functions that the translation maps to them. */
const EQUIVALENT: ReadonlySet<string> = new Set(
  `abs ceil ceiling floor round trunc power pow sqrt cbrt exp ln log log2 log10 pi degrees radians
  sin cos tan asin acos atan atan2 sinh cosh tanh uuid nullif now
  lower upper length reverse strpos starts_with lpad rpad chr concat_ws last_day
  ~~ !~~ like_escape not_like_escape list_value row unnest generate_series
  json_array_length list_filter
  count count_star sum min max bool_and bool_or any_value array_agg listagg string_agg arg_min_null arg_max_null
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
