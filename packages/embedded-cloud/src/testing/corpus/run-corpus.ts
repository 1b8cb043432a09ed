import { EmbeddedTables } from '../embedded-tables';
import type { CorpusQuery } from './corpus';
import type { Outcome } from './judge';

const DATABASE = 'corpus';

/** Runs queries on an embedded Athena without tables; returns the outcome of each by its id. */
export const runCorpus = async (queries: readonly CorpusQuery[]): Promise<ReadonlyMap<string, Outcome>> => {
  const tables = await EmbeddedTables.open({
    ...{ database: DATABASE, bucket: 'corpus', tables: [], json: [], projected: [] },
    workgroups: { corpus: 10 * 2 ** 30 },
  });
  try {
    const outcomes = new Map<string, Outcome>();
    for (const query of queries) outcomes.set(query.id, await run(tables, query));
    return outcomes;
  } finally {
    await tables.close();
  }
};

const run = async (tables: EmbeddedTables, { statements, parameters }: CorpusQuery): Promise<Outcome> => {
  const ExecutionParameters = parameters.length === 0 ? undefined : [...parameters];
  try {
    for (const sql of statements.slice(0, -1)) await tables.ask(sql);
    const { state, reason = '', rows } = await tables.ask(statements.at(-1) ?? '', { ExecutionParameters });
    return state === 'SUCCEEDED' ? { rows } : { reason };
  } catch (error) {
    // A statement that Athena does not accept at all.
    return { reason: error instanceof Error ? error.message : String(error) };
  }
};
