import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { RedshiftQueries, type RedshiftValue } from 'aws-clients/redshift';
import { resourceName } from '../../domain/names';
import type { Target } from './target';

/** Queries the warehouse of a stage as its readers do; resolves to the first row, rejects with Redshift's reason. */
export const redshiftOf = ({ stage, settings, pollMs }: Target) => {
  const queries = new RedshiftQueries(new RedshiftDataClient(settings), {
    workgroup: resourceName(stage),
    database: 'playhead',
    pollMs: Math.min(pollMs, 1_000),
  });
  return async (sql: string): Promise<readonly RedshiftValue[]> => (await queries.rows(sql))[0] ?? [];
};
