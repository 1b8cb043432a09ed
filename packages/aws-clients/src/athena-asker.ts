import { setTimeout as delay } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

/** A row as text; undefined for a null. */
type AthenaRow = readonly (string | undefined)[];

/** Asks Athena questions in one workgroup and database. */
export class AthenaAsker {
  constructor(
    private readonly athena: AthenaClient,
    private readonly workgroup: string,
    private readonly database: string,
  ) {}

  /** Begins a query and returns its id; the literals take the places of its `?`. */
  async start(sql: string, literals: readonly string[] = []): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ...(literals.length > 0 && { ExecutionParameters: [...literals] }),
        WorkGroup: this.workgroup,
        QueryExecutionContext: { Database: this.database },
      }),
    );
    return QueryExecutionId;
  }

  /** How a query stands. */
  async look(id: string): Promise<QueryExecution> {
    const { QueryExecution = {} } = await this.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    return QueryExecution;
  }

  /** Resolves when a query has succeeded; rejects with Athena's reason where it has not. */
  async finished(id: string, lookEveryMs: number): Promise<QueryExecution> {
    for (;;) {
      const execution = await this.look(id);
      const { State, StateChangeReason = 'no reason given' } = execution.Status ?? {};
      if (State === 'SUCCEEDED') return execution;
      if (State === 'FAILED' || State === 'CANCELLED') throw new Error(`Athena: ${StateChangeReason}`);
      await delay(lookEveryMs);
    }
  }

  /** What a query gave, page by page; the first row of all holds the names. */
  async *pages(id: string): AsyncGenerator<readonly AthenaRow[]> {
    for await (const { ResultSet } of paginateGetQueryResults({ client: this.athena }, { QueryExecutionId: id })) {
      yield (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
    }
  }
}
