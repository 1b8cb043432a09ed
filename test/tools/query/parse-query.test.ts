import { parseQuery, withLiterals } from '../../../tools/query/query';

describe('parseQuery', () => {
  it('removes comments and the last semicolon', () => {
    expect(parseQuery('-- plays\nSELECT 1 /* here; too */ ;', [])).toEqual({ sql: 'SELECT 1', literals: [] });
  });

  it.each([
    ['SELECT 1; DROP TABLE sessions', /more than one statement/],
    ['SELECT 1 /* */; SELECT 2;', /more than one statement/],
    ['DROP TABLE sessions', /begins with SELECT, WITH or VALUES, not with "DROP"/],
    ["UNLOAD (SELECT 1) TO 's3://elsewhere/'", /not with "UNLOAD"/],
    ["SELECT 'open", /A quote is not closed/],
    ['', /begins with SELECT/],
    ['SELECT ?', /1 parameters \(\?\), but --parameter is given 0 times/],
  ])('rejects %j', (text, reason) => {
    expect(() => parseQuery(text, [])).toThrow(reason);
  });

  it('treats semicolons and question marks in quotes as text', () => {
    expect(parseQuery(`SELECT ';?' AS "a;b?"`, []).literals).toEqual([]);
  });

  it('makes exactly one literal of a value', () => {
    const query = parseQuery("SELECT * FROM sessions WHERE viewer_id = ? AND dt > ? AND '?' <> ?", [
      "x' OR '1' = '1",
      '5',
      "'5'",
    ]);
    expect(query.literals).toEqual(["'x'' OR ''1'' = ''1'", '5', "'5'"]);
    expect(withLiterals(query)).toBe(
      "SELECT * FROM sessions WHERE viewer_id = 'x'' OR ''1'' = ''1' AND dt > 5 AND '?' <> '5'",
    );
  });
});
