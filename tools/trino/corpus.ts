import { type Answer, type CorpusQuery, orderOf } from 'embedded-cloud/testing';
import { TrinoError, type TrinoClient } from './trino-client';

/** Trino's answer to a query of the corpus. Tables that its statements create are dropped before. */
export const answerOf = async (client: TrinoClient, { statements, parameters }: CorpusQuery): Promise<Answer> => {
  for (const [, table = ''] of statements.join('\n').matchAll(/CREATE TABLE (?!IF)(\w+)/g)) {
    await client.run(`DROP TABLE IF EXISTS ${table}`);
  }
  try {
    for (const statement of statements.slice(0, -1)) await client.run(statement);
    const last = statements.at(-1) ?? '';
    const { names, types, rows } = await client.run(last, parameters);
    return { types, rows, orderedBy: orderOf(last, names) };
  } catch (error) {
    if (error instanceof TrinoError) return { error: error.name };
    throw error;
  }
};
