import { fail, INTEGERS, isOf, type Macros, scripted } from './macro-sql';

const isPath = `regexp_full_match(y, '\\$([.](\\w+|"[^"]*")|\\[\\d+\\])*')`;

/** Evaluates `result` for a JSON path that is supported; the result is null for text that is not JSON. */
const jsonAt = (result: string): string =>
  `CASE WHEN NOT ${isPath} THEN ${fail(
    'The embedded Athena supports only JSON paths such as $.a["b c"][0].',
  )} WHEN json_valid(x) THEN ${result} END`;

/** Types whose values CAST turns into the same JSON in both engines. */
const AS_JSON = `regexp_full_match(typeof(x), '(MAP\\(VARCHAR, )?(VARCHAR|BOOLEAN|${INTEGERS.join('|')})\\)?(\\[\\])*')`;

/** Macros for Trino's functions of JSON. */
export const JSONS: Macros = {
  'json_extract_scalar(x, y)': jsonAt(
    "CASE WHEN json_type(x, y) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(x, y) END",
  ),
  'json_extract(x, y)': jsonAt('json_extract(x, y)'),
  'json_size(x, y)': jsonAt("CAST(trino_script('json_size', CAST(json_extract(x, y) AS VARCHAR)) AS BIGINT)"),
  'json_parse(x)': `CASE WHEN NOT ${isOf('x', 'VARCHAR', '"NULL"')} THEN ${fail('FUNCTION_NOT_FOUND: json_parse needs a varchar.')}
    ELSE CAST(trino_script('json_parse', x) AS JSON) END`,
  'json_format(x)': `CASE WHEN NOT ${isOf('x', 'JSON')} THEN ${fail('FUNCTION_NOT_FOUND: json_format needs a value of type json.')}
    ELSE CAST(x AS VARCHAR) END`,
  'json_array_get(x, i)': "CAST(trino_script('json_array_get', CAST(x AS VARCHAR), CAST(i AS VARCHAR)) AS JSON)",
  'json_array_contains(x, y)': `CASE WHEN NOT ${isOf('y', 'VARCHAR', 'BOOLEAN', ...INTEGERS)} THEN ${fail(
    'The embedded Athena supports json_array_contains only of texts, integers and booleans.',
  )} ELSE CAST(trino_script('json_array_contains', CAST(x AS VARCHAR), CAST(y AS VARCHAR)) AS BOOLEAN) END`,
  ...scripted('json_array_length', { x: 'json' }, 'BIGINT'),
  ...scripted('is_json_scalar', { x: 'json' }, 'BOOLEAN'),
};

/** Macros that only rewritten calls use. */
export const JSON_OPERATORS: Macros = {
  'json_scalar(x)': "trino_script('json_scalar', CAST(x AS VARCHAR))",
  'json_text(x)': "trino_script('json_text', CAST(x AS VARCHAR))",
  'as_json(x)': `CASE WHEN ${isOf('x', 'JSON')} THEN CAST(x AS JSON) WHEN NOT ${AS_JSON} THEN ${fail(
    'The embedded Athena supports CAST to json only for texts, integers, booleans, and arrays and maps of them.',
  )} WHEN x IS NOT NULL THEN CAST(trino_script('json_parse', CAST(to_json(x) AS VARCHAR)) AS JSON) END`,
};
