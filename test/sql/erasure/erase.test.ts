import { join } from 'node:path';
import { fillDefinitions, RAW_VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES, VIEWING_EVENTS } from '../../../domain/lake';
import { readStatement, renderStatement } from '../../../lambdas/foundation/athena-statement';

const statement = (name: string): string => readStatement(join(__dirname, '../../../sql/erasure'), name);

it.each([
  ['erase-raw', RAW_VIEWING_EVENTS],
  ['erase-viewing-events', VIEWING_EVENTS],
  ['erase-sessions', SESSIONS],
  ['erase-training-examples', TRAINING_EXAMPLES],
])('%s writes every column of its table, in the order of the table', (name, table) => {
  const [, columns = '', from] = /SELECT\s([\s\S]*?)\s+FROM (\w+)/.exec(fillDefinitions(statement(name))) ?? [];
  expect(columns.split(/,\s+/).map((column) => column.trim())).toEqual(Object.keys(table.columns));
  expect(from).toBe(table.name);
});

it('renderStatement renders a list as its values, each as one literal', () => {
  const rendered = renderStatement('SELECT 1 WHERE "$path" IN (:paths) AND dt = :dt', { paths: ["a'b", 'c'], dt: 'd' });
  expect(rendered).toEqual({
    sql: 'SELECT 1 WHERE "$path" IN (?, ?) AND dt = ?',
    executionParameters: ["'a''b'", "'c'", "'d'"],
  });
});
