import { boundText, toQuestion } from '../../../tools/query/question';

it('a question is one statement: its comments and its last semicolon go', () => {
  expect(toQuestion('-- what was asked\nSELECT 1 /* here; too */ ;', [])).toEqual({ sql: 'SELECT 1', literals: [] });
});

it.each([
  ['SELECT 1; DROP TABLE sessions', /more than one statement/],
  ['SELECT 1 /* */; SELECT 2;', /more than one statement/],
  ['DROP TABLE sessions', /begins with SELECT, WITH or VALUES, not with "DROP"/],
  ["UNLOAD (SELECT 1) TO 's3://elsewhere/'", /not with "UNLOAD"/],
  ["SELECT 'open", /opened and not closed/],
  ['', /begins with SELECT/],
  ['SELECT ?', /1 parameters \(\?\) and 0 values/],
])('%s is none', (text, reason) => {
  expect(() => toQuestion(text, [])).toThrow(reason);
});

it('semicolons and question marks in quotes are text', () => {
  expect(toQuestion(`SELECT ';?' AS "a;b?"`, []).literals).toEqual([]);
});

it('a value is one literal, whatever is in it', () => {
  const question = toQuestion("SELECT * FROM sessions WHERE viewer_id = ? AND dt > ? AND '?' <> ?", [
    "x' OR '1' = '1",
    '5',
    "'5'",
  ]);
  expect(question.literals).toEqual(["'x'' OR ''1'' = ''1'", '5', "'5'"]);
  expect(boundText(question)).toBe(
    "SELECT * FROM sessions WHERE viewer_id = 'x'' OR ''1'' = ''1' AND dt > 5 AND '?' <> '5'",
  );
});
