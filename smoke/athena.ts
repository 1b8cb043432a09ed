import { setTimeout as delay } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Target } from './target';

/** Asks the lake of a stage, as its analysts do; resolves to the first row, rejects with Athena's reason. */
export const athenaOf = ({ stage, settings, pollMs }: Target) => {
  const client = new AthenaClient(settings);
  return async (sql: string): Promise<readonly string[]> => {
    const { QueryExecutionId } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: `playhead_${stage}` },
        WorkGroup: `playhead-${stage}-analysts`,
      }),
    );
    for (;;) {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { State, StateChangeReason = '' } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') break;
      if (State === 'FAILED' || State === 'CANCELLED') throw new Error(`Athena: ${StateChangeReason}`);
      await delay(Math.min(pollMs, 1_000));
    }
    const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    const [, row] = ResultSet?.Rows ?? []; // the first holds the names
    return (row?.Data ?? []).map(({ VarCharValue = '' }) => VarCharValue);
  };
};
