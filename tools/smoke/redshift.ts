import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import type { Target } from './target';

/** Asks the warehouse of a stage, as its readers do; resolves to the first row, rejects with Redshift's reason. */
export const redshiftOf = ({ stage, settings, pollMs }: Target) => {
  const client = new RedshiftDataClient(settings);
  return async (sql: string): Promise<readonly Field[]> => {
    const { Id } = await client.send(
      new ExecuteStatementCommand({ WorkgroupName: `playhead-${stage}`, Database: 'playhead', Sql: sql }),
    );
    for (;;) {
      const { Status, Error: reason = '' } = await client.send(new DescribeStatementCommand({ Id }));
      if (Status === 'FINISHED') break;
      if (Status === 'FAILED' || Status === 'ABORTED') throw new Error(`Redshift: ${reason}`);
      await delay(Math.min(pollMs, 1_000));
    }
    return (await client.send(new GetStatementResultCommand({ Id }))).Records?.[0] ?? [];
  };
};
