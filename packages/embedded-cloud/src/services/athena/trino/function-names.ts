import { FUNCTIONS } from './function-macros';
import { PREFIX } from './macros';

/** Trino's functions that are DuckDB's by another name, and that no macro can stand for: aggregates, and those that take lambdas. */
const RENAMED: Readonly<Record<string, string>> = {
  approx_percentile: 'approx_quantile',
  transform: 'list_transform',
};

const named = new Set([
  ...Object.keys(FUNCTIONS).map((signature) => signature.replace(/\(.*/, '')),
  ...Object.keys(RENAMED),
  ...['concat', 'count_if', 'date_format', 'date_parse', 'greatest', 'least', 'avg'],
]);

/** Hides Trino's functions from the translation, where code calls them. */
export const hideNames = (code: string): string =>
  code.replace(/\b([a-z_]\w*)(\s*\()/gi, (call, written: string, open: string) => {
    const name = written.toLowerCase();
    return named.has(name) ? `${PREFIX}${name}${open}` : call;
  });

/** DuckDB's functions, after the translation, that answer as the Trino function does that was translated to them. */
const SAME: ReadonlySet<string> = new Set(
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

/** What a function is called in the engine; undefined where none answers as Trino's does. */
export const engineNameOf = (name: string): string | undefined => {
  const hidden = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
  if (hidden === undefined) return SAME.has(name) ? name : undefined;
  return RENAMED[hidden] ?? (named.has(hidden) ? name : undefined);
};
