import { rejectOtherDialects } from '../../../src/services/athena/trino/other-dialects';

describe('rejectOtherDialects', () => {
  it.each([
    ['nvl(a, 0)', /no function nvl; write coalesce/],
    ['IFNULL (a, 0)', /no function IFNULL; write coalesce/],
    ["string_agg(a, ')", /write listagg/],
    ['CAST(a AS string)', /no type string; write varchar/],
    ['CAST(substr(a, 1) AS text) = b', /no type text; write varchar/],
    ['TRY(safe_cast(a AS bigint))', /write TRY_CAST/],
    ['a == b', /write = or/],
    ['2 ** 3', /write power/],
    ["a ILIKE '", /write lower\(x\) LIKE/],
    ['x FROM t ASOF JOIN u ON a >= b', /no POSITIONAL or ASOF JOIN/],
    ['SELECT TOP 5 a', /write LIMIT n/],
    ['a FROM t LIMIT 5%', /write LIMIT n/],
    ['a FROM t USING SAMPLE 5', /write TABLESAMPLE/],
    ["COLUMNS(')", /write the names of the columns/],
    ['SELECT [1, 2]', /write ARRAY/],
    ['cardinality([1])', /write ARRAY/],
  ])('rejects %s and suggests an equivalent', (code, reason) => {
    expect(() => {
      rejectOtherDialects(code);
    }).toThrow(reason);
  });

  it.each([
    'CAST(a AS varchar)',
    'CAST(a AS decimal(4, 3))',
    'CAST(a AS ROW(text varchar))',
    '(SELECT max(a) AS text)',
    'CAST((SELECT a AS string) AS varchar)',
    'ARRAY[1][1]',
    'ARRAY [a[1]]',
    'experiments[1].variant',
    'element_at(split(a, b), 1)[1]',
    '" [1]',
    'coalesce(nvl, 0)',
    'count(*) * 2',
    'a <= b AND c >= d',
    'a LIMIT 5',
    'last_day_of_month(a)',
  ])('accepts %s', (code) => {
    expect(() => {
      rejectOtherDialects(code);
    }).not.toThrow();
  });
});
