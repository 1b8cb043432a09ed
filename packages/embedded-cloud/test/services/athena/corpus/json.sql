-- scalars
SELECT json_extract_scalar(j, '$.a'), json_extract_scalar(j, '$.b.c'), json_extract_scalar(j, '$.d[1]'), json_extract_scalar(j, '$.x'), json_extract_scalar(j, '$.b')
FROM (VALUES '{"a": "x", "b": {"c": 1.5}, "d": [true, false]}') AS t (j)

-- parts
SELECT json_extract('{"a": {"b": [1, 2]}}', '$.a'), json_extract('{"a": {"b": [1, 2]}}', '$.a.b'), json_extract('{"a": 1}', '$.z')

-- paths with brackets
SELECT json_extract_scalar('{"a b": {"c": 5}}', '$["a b"].c'), json_extract_scalar('{"a": [1, 2]}', '$.a[0]')

-- length of an array
SELECT json_array_length('[1, 2, 3]'), json_array_length('[]'), json_array_length('{}')

-- size
SELECT json_size('{"a": {"b": 1, "c": 2}}', '$.a'), json_size('[1, 2]', '$'), json_size('{"a": 1}', '$.a')

-- element of an array
SELECT json_array_get('[1, "a", null]', 0), json_array_get('["a"]', 5)

-- membership in an array
SELECT json_array_contains('[1, 2]', 2), json_array_contains('["a"]', 'b')

-- json_parse
SELECT json_parse('{"b": 1, "a": [1,  2]}'), json_parse('"text"'), json_parse('[1.50, null]')

-- json_format
SELECT json_format(json_parse('{"a": 1}')), json_format(JSON '[1, "x"]')

-- JSON to numbers
SELECT CAST(json_parse('5') AS integer), CAST(json_parse('"x"') AS varchar), CAST(json_extract('{"a": 2.5}', '$.a') AS double), CAST(json_extract('{"a": true}', '$.a') AS boolean)

-- JSON to an array
SELECT CAST(json_parse('[1, 2, null]') AS array(integer)), CAST(json_parse('["a", "b"]') AS array(varchar))

-- JSON to a map
SELECT CAST(json_parse('{"a": 1, "b": 2}') AS map(varchar, integer))

-- values to JSON
SELECT CAST(5 AS json), CAST('x' AS json), CAST(true AS json), CAST(ARRAY[1, 2] AS json), CAST(CAST(NULL AS integer) AS json)

-- array to JSON text
SELECT json_format(CAST(ARRAY[1, NULL, 3] AS json)), json_format(CAST(MAP(ARRAY['a'], ARRAY[1]) AS json))

-- rows from a JSON array
SELECT x FROM UNNEST(CAST(json_extract('{"ids": ["a", "b"]}', '$.ids') AS array(varchar))) AS t (x) ORDER BY x

-- errors counted by code
SELECT json_extract_scalar(e, '$.code') AS code, count(*) AS errors
FROM (VALUES '{"code": "4001"}', '{"code": "4001"}', '{"code": "5003"}', '{}', 'no json') AS t (e)
GROUP BY 1 ORDER BY errors DESC, code

-- is_json_scalar
SELECT is_json_scalar('1'), is_json_scalar('[1]'), is_json_scalar('"a"')

-- json_value and json_query
SELECT json_value('{"a": 5}', 'lax $.a'), json_query('{"a": [1]}', 'lax $.a'), json_exists('{"a": 5}', 'lax $.b')

-- JSON compared
SELECT json_parse('{"a":1,"b":2}') = json_parse('{"b":2,"a":1}'), JSON '1' = JSON '1'

-- unicode in JSON
SELECT json_extract_scalar('{"a": "\u00e9\n"}', '$.a'), json_parse('{"k": "ü"}')
