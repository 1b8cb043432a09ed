import { fail, isOf, type Macros, scripted } from './macro-sql';

/** DuckDB's upper turns ß into ẞ; Trino keeps letters whose upper case has several characters. */
const UPPER = `CASE WHEN contains(x, 'ß') THEN array_to_string(list_transform(string_split(x, 'ß'), lambda trino_part: upper(trino_part)), 'ß') ELSE upper(x) END`;

/** How many groups a pattern has: its opening parentheses, without those that are escaped or do not capture. */
const GROUPS = "length(regexp_replace(y, '\\\\.|\\(\\?[^P<]|[^(]', '', 'g'))";

/** Fails when the pattern does not have the group i, as Trino does. */
export const checkGroup = `WHEN i > ${GROUPS} OR i < 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT: Pattern has no such group.')}`;

/** The list of texts in a JSON text of a script. */
const list = (json: string): string => `CAST(CAST(${json} AS JSON) AS VARCHAR[])`;

const hash = (name: string): string => `unhex(trino_script('${name}', hex(x), hex(y)))`;

const BYTES_ONLY = fail(
  'FUNCTION_NOT_FOUND: Unexpected parameters; expected varbinary. Use to_utf8 to convert a varchar.',
);

/** Macros for Trino's functions of texts and bytes. */
export const TEXTS: Macros = {
  'upper(x)': UPPER,
  'trim_both(y, x)': 'trim(x, y)',
  'trim_leading(y, x)': 'ltrim(x, y)',
  'trim_trailing(y, x)': 'rtrim(x, y)',
  // By characters; DuckDB reverses what is displayed as one character.
  'reverse(x)':
    "array_to_string(list_transform(generate_series(length(x), 1, -1), lambda trino_i: substring(x, trino_i, 1)), '')",
  'strpos(x, y)': 'strpos(x, y)',
  'strpos(x, y, i)': `CASE WHEN i < 1 THEN ${fail('The embedded Athena supports strpos only from the beginning.')}
    ELSE CAST(trino_script('strpos', x, y, CAST(i AS VARCHAR)) AS BIGINT) END`,
  'split(x, y, n)': `CASE WHEN y = '' OR n < 1 THEN ${fail('INVALID_FUNCTION_ARGUMENT: The limit must be positive, and the delimiter not empty')}
    ELSE ${list("trino_script('split', x, y, CAST(n AS VARCHAR))")} END`,
  'split_to_map(x, y, z)': `map_from_entries(CAST(CAST(trino_script('split_to_pairs', x, y, z) AS JSON) AS STRUCT(key VARCHAR, value VARCHAR)[]))`,
  'split_to_multimap(x, y, z)': `trino_multimap_from_entries(CAST(CAST(trino_script('split_to_pairs', x, y, z) AS JSON) AS STRUCT(key VARCHAR, value VARCHAR)[]))`,
  'regexp_position(x, y)':
    "CASE WHEN regexp_matches(x, y) THEN CAST(length(regexp_extract(x, '(?s)^(.*?)(?:' || y || ')', 1)) + 1 AS INTEGER) WHEN x IS NOT NULL AND y IS NOT NULL THEN -1 END",
  'bounded_text(x, n)': `CASE WHEN ${isOf('x', 'VARCHAR', '"NULL"')} THEN left(x, n)
    WHEN length(trino_text(x)) > n THEN error('INVALID_CAST_ARGUMENT: Value ' || trino_text(x) || ' cannot be represented as varchar(' || n || ')')
    ELSE trino_text(x) END`,
  ...scripted('levenshtein_distance', { x: 'text', y: 'text' }, 'BIGINT'),
  ...scripted('hamming_distance', { x: 'text', y: 'text' }, 'BIGINT'),
  ...scripted('soundex', { x: 'text' }),
  ...scripted('luhn_check', { x: 'text' }, 'BOOLEAN'),
  ...scripted('human_readable_seconds', { x: 'number' }),
  ...scripted('to_base', { x: 'integer', y: 'integer' }),
  ...scripted('from_base', { x: 'text', y: 'integer' }, 'BIGINT'),
  'normalize(x, y)': "trino_script('normalize', x, y)",
  'normalize(x)': "trino_script('normalize', x, 'NFC')",

  ...scripted('url_extract_host', { x: 'text' }),
  ...scripted('url_extract_path', { x: 'text' }),
  ...scripted('url_extract_protocol', { x: 'text' }),
  ...scripted('url_extract_port', { x: 'text' }, 'BIGINT'),
  ...scripted('url_extract_query', { x: 'text' }),
  ...scripted('url_extract_fragment', { x: 'text' }),
  ...scripted('url_extract_parameter', { x: 'text', y: 'text' }),
  ...scripted('url_encode', { x: 'text' }),
  ...scripted('url_decode', { x: 'text' }),

  ...Object.fromEntries(
    ['sha512', 'xxhash64', 'murmur3'].map((name) => [
      `${name}(x)`,
      `CASE WHEN NOT ${isOf('x', 'BLOB', '"NULL"')} THEN ${BYTES_ONLY} ELSE unhex(trino_script('${name}', hex(x))) END`,
    ]),
  ),
  ...scripted('crc32', { x: 'bytes' }, 'BIGINT'),
  ...Object.fromEntries(
    ['hmac_md5', 'hmac_sha1', 'hmac_sha256', 'hmac_sha512'].map((name) => [
      `${name}(x, y)`,
      `CASE WHEN NOT (${isOf('x', 'BLOB')} AND ${isOf('y', 'BLOB')}) THEN ${BYTES_ONLY} ELSE ${hash(name)} END`,
    ]),
  ),
  'concat_ws(x, y)': `CASE WHEN ${isOf('y', 'VARCHAR[]')} THEN CASE WHEN y IS NOT NULL THEN array_to_string(list_filter(CAST(y AS VARCHAR[]), lambda trino_e: trino_e IS NOT NULL), x) END
    WHEN ${isOf('y', 'VARCHAR', '"NULL"')} THEN concat_ws(x, CAST(y AS VARCHAR))
    ELSE ${fail('FUNCTION_NOT_FOUND: concat_ws joins texts and arrays of texts.')} END`,
  ...scripted('to_base32', { x: 'bytes' }),
  'from_base32(x)': "unhex(trino_script('from_base32', x))",
  'to_base64url(x)': `CASE WHEN NOT ${isOf('x', 'BLOB', '"NULL"')} THEN ${BYTES_ONLY} ELSE translate(to_base64(x), '+/', '-_') END`,
  'from_base64url(x)': "from_base64(translate(x, '-_', '+/'))",
};
