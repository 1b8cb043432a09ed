import { fail, type Macros } from './macro-sql';

const hasNull = (list: string): string => `len(${list}) <> list_count(${list})`;
const distinct = (list: string): string =>
  `list_filter(${list}, lambda trino_e, trino_i: list_position(${list}, trino_e) = trino_i)`;
const WITHOUT_NULLS = fail(
  'The embedded Athena supports array_distinct, array_union, array_intersect and array_except of arrays without nulls.',
);

const doubles = (list: string): string => `CAST(${list} AS DOUBLE[])`;
const ofVectors = (result: string): string =>
  `CASE WHEN len(x) <> len(y) THEN ${fail(
    'INVALID_FUNCTION_ARGUMENT: The arguments must have the same length',
  )} ELSE ${result} END`;
const similarity =
  ofVectors(`CASE WHEN list_dot_product(${doubles('x')}, ${doubles('x')}) = 0 OR list_dot_product(${doubles('y')}, ${doubles('y')}) = 0
  THEN ${fail('INVALID_FUNCTION_ARGUMENT: Vector magnitude cannot be zero')} ELSE list_cosine_similarity(${doubles('x')}, ${doubles('y')}) END`);

/** Macros for functions of arrays that are vectors. */
const VECTORS: Macros = {
  'dot_product(x, y)': ofVectors(`list_dot_product(${doubles('x')}, ${doubles('y')})`),
  'euclidean_distance(x, y)': ofVectors(`list_distance(${doubles('x')}, ${doubles('y')})`),
  'cosine_similarity(x, y)': similarity,
  'cosine_distance(x, y)': `1 - (${similarity})`,
};

const squares = (map: string): string =>
  `coalesce(list_sum(list_transform(map_values(${map}), lambda trino_e: CAST(trino_e AS DOUBLE) * trino_e)), 0)`;

/** Macros for Trino's functions of arrays and maps. */
export const ARRAYS: Macros = {
  'array_distinct(x)': `CASE WHEN ${hasNull('x')} THEN ${WITHOUT_NULLS} ELSE ${distinct('x')} END`,
  'array_union(x, y)': `CASE WHEN ${hasNull('x')} OR ${hasNull('y')} THEN ${WITHOUT_NULLS} ELSE ${distinct('list_concat(x, y)')} END`,
  'array_except(x, y)': `CASE WHEN ${hasNull('x')} OR ${hasNull('y')} THEN ${WITHOUT_NULLS}
    ELSE list_filter(${distinct('x')}, lambda trino_d: NOT list_contains(y, trino_d)) END`,
  'array_intersect(x, y)': `CASE WHEN ${hasNull('x')} OR ${hasNull('y')} THEN ${WITHOUT_NULLS}
    WHEN len(list_distinct(list_intersect(x, y))) > 1 THEN ${fail('The embedded Athena supports array_intersect of arrays with one common element only, because the order of several is not defined.')}
    ELSE list_filter(${distinct('x')}, lambda trino_d: list_contains(y, trino_d)) END`,
  'arrays_overlap(x, y)': `CASE WHEN list_has_any(x, y) THEN true WHEN ${hasNull('x')} OR ${hasNull('y')} THEN NULL ELSE list_has_any(x, y) END`,
  'array_remove(x, y)': 'list_filter(x, lambda trino_e: trino_e IS NULL OR trino_e <> y)',
  'array_join(x, y, z)': `CASE WHEN typeof(x) NOT IN ('VARCHAR[]', 'BIGINT[]', 'INTEGER[]') THEN ${fail(
    'The embedded Athena supports array_join only for arrays of varchar, integer and bigint.',
  )} ELSE array_to_string(list_transform(x, lambda trino_e: coalesce(CAST(trino_e AS VARCHAR), z)), y) END`,
  'trim_array(x, n)': `CASE WHEN n < 0 OR n > len(x) THEN ${fail('INVALID_FUNCTION_ARGUMENT: size must not exceed array cardinality')}
    ELSE list_slice(x, 1, len(x) - n) END`,
  'repeat(x, n)': 'list_transform(generate_series(1, n), lambda trino_i: x)',

  'array_first(x)': 'list_extract(x, 1)',
  'array_last(x)': 'list_extract(x, -1)',
  'array_histogram(x)': "list_aggregate(x, 'histogram')",
  'shuffle(x)':
    "list_transform(list_sort(list_transform(x, lambda trino_e: {'key': random(), 'value': trino_e})), lambda trino_e: trino_e.value)",
  'ngrams(x, n)': `CASE WHEN n <= 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT: N must be positive')}
    ELSE list_transform(generate_series(1, greatest(len(x) - n + 1, 1)), lambda trino_i: list_slice(x, trino_i, trino_i + n - 1)) END`,
  'contains_sequence(x, y)': `CASE WHEN len(y) = 0 THEN x IS NOT NULL
    ELSE list_contains(list_transform(generate_series(1, len(x) - len(y) + 1), lambda trino_i: list_slice(x, trino_i, trino_i + len(y) - 1) = y), true) END`,
  'combinations(x, n)': `list_transform(CAST(CAST(trino_script('combinations', CAST(len(x) AS VARCHAR), CAST(n AS VARCHAR)) AS JSON) AS INTEGER[][]),
    lambda trino_c: list_transform(trino_c, lambda trino_i: x[trino_i]))`,
  'zip(x, y)': 'list_zip(x, y)',
  'zip(x, y, z)': 'list_zip(x, y, z)',
  ...VECTORS,

  'map_keys(x)': 'map_keys(x)',
  'map_values(x)': 'map_values(x)',
  // The fields of Trino's entries have no names.
  'map_entries(x)': 'list_transform(map_entries(x), lambda trino_e: row(trino_e.key, trino_e.value))',
  'map_from_entries(x)': 'map_from_entries(x)',
  'map_concat(x, y)': 'map_concat(x, y)',
  'multimap_from_entries(x)': `map_from_entries(list_transform(list_distinct(list_transform(x, lambda trino_e: struct_extract_at(trino_e, 1))),
    lambda trino_k: row(trino_k, list_transform(list_filter(x, lambda trino_e: struct_extract_at(trino_e, 1) = trino_k), lambda trino_e: struct_extract_at(trino_e, 2)))))`,
  'map(x, y)': `CASE WHEN ${hasNull('x')} THEN ${fail('INVALID_FUNCTION_ARGUMENT: map key cannot be null')} ELSE map(x, y) END`,
  'map()': 'map()',
};

/** Macros that only rewritten calls use. */
export const ARRAY_OPERATORS: Macros = {
  'match_any(x)': `CASE WHEN list_contains(x, true) THEN true WHEN ${hasNull('x')} THEN NULL WHEN x IS NOT NULL THEN false END`,
  'match_all(x)': `CASE WHEN list_contains(x, false) THEN false WHEN ${hasNull('x')} THEN NULL WHEN x IS NOT NULL THEN true END`,
  'match_none(x)': `CASE WHEN list_contains(x, true) THEN false WHEN ${hasNull('x')} THEN NULL WHEN x IS NOT NULL THEN true END`,
  'unless_null(x, y)': 'CASE WHEN x IS NULL THEN NULL ELSE y END',
  'unless_short(x, y)': 'CASE WHEN len(x) < 2 THEN x ELSE y END',
  'sketch(x)': fail('The embedded Athena supports approx_set and empty_approx_set only inside cardinality.'),
  'most_frequent(x, n)': `list_transform(list_slice(list_reverse_sort(list_transform(map_entries(x), lambda trino_e: {'count': trino_e.value, 'value': trino_e.key})), 1, n),
    lambda trino_e: row(trino_e.value, trino_e.count))`,
  'map_cosine_similarity(x, y)': `CASE WHEN ${squares('x')} = 0 OR ${squares('y')} = 0 THEN CAST('NaN' AS DOUBLE)
    WHEN x IS NOT NULL AND y IS NOT NULL THEN coalesce(list_sum(list_transform(map_keys(x),
      lambda trino_k: CAST(map_extract_value(x, trino_k) AS DOUBLE) * map_extract_value(y, trino_k))), 0) / sqrt(${squares('x')} * ${squares('y')}) END`,
  'unnest_operand(x)': `CASE WHEN typeof(x) LIKE 'STRUCT%[]' OR typeof(x) LIKE 'MAP%' THEN ${fail(
    'MISMATCHED_COLUMN_ALIASES: UNNEST of rows or of a map needs an alias for each column.',
  )} ELSE x END`,
  'rows_operand(x)': `CASE WHEN typeof(x) NOT LIKE 'STRUCT%[]' THEN ${fail(
    'MISMATCHED_COLUMN_ALIASES: Only UNNEST of rows or of a map has several columns.',
  )} ELSE x END`,

  'map_subscript(x, k)': `CASE WHEN typeof(x) NOT LIKE 'MAP%' THEN ${fail('TYPE_MISMATCH: This subscript needs a map.')}
    WHEN x IS NOT NULL AND NOT list_contains(map_keys(x), k) THEN ${fail('INVALID_FUNCTION_ARGUMENT: Key not present in map')}
    ELSE map_extract_value(x, k) END`,
};
