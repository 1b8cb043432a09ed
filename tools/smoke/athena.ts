import { AthenaClient } from '@aws-sdk/client-athena';
import { AthenaQueries } from 'aws-clients/athena';
import { databaseName, resourceName } from '../../domain/names';
import type { Target } from './target';

/** Queries the lake of a stage as its analysts do; resolves to the first row, rejects with Athena's reason. */
export const athenaOf = ({ stage, settings, pollMs }: Target) => {
  const queries = new AthenaQueries(new AthenaClient(settings), resourceName(stage, 'analysts'), databaseName(stage));
  return async (sql: string): Promise<readonly string[]> => {
    const id = await queries.start({ sql });
    await queries.waitFor(id, { pollMs: Math.min(pollMs, 1_000) });
    const [row = []] = await queries.rowsOf(id);
    return row.map((value = '') => value);
  };
};
