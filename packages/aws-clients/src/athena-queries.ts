import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { RenderedStatement } from '../../../lambdas/foundation/athena-statement';

/** How a query stands. */
export interface QueryState {
  readonly state: 'running' | 'succeeded' | 'failed';
  /** Of a failure. */
  readonly reason?: string;
}

/** Athena, in one workgroup and database. */
export class AthenaQueries {
  constructor(
    private readonly athena: AthenaClient,
    private readonly workgroup: string,
    private readonly database: string,
  ) {}

  /** Returns the query's id; the same token never starts a second one. */
  async start({ sql, executionParameters }: RenderedStatement, token: string): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ...(executionParameters.length > 0 && { ExecutionParameters: [...executionParameters] }),
        ClientRequestToken: token,
        WorkGroup: this.workgroup,
        QueryExecutionContext: { Database: this.database },
      }),
    );
    return QueryExecutionId;
  }

  /** Starts a query, unless it was started before, and says how it stands. */
  async ask(statement: RenderedStatement, token: string, startedId?: string): Promise<QueryState & { id: string }> {
    const id = startedId ?? (await this.start(statement, token));
    return { id, ...(await this.stateOf(id)) };
  }

  async stateOf(queryId: string): Promise<QueryState> {
    const { QueryExecution } = await this.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: queryId }));
    const { State, StateChangeReason = 'no reason given' } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return { state: 'succeeded' };
    return State === 'FAILED' || State === 'CANCELLED'
      ? { state: 'failed', reason: StateChangeReason }
      : { state: 'running' };
  }

  /** The rows of a query that succeeded, each a list of texts. */
  async rowsOf(queryId: string): Promise<readonly (readonly (string | undefined)[])[]> {
    const rows: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.athena.send(
        new GetQueryResultsCommand({ QueryExecutionId: queryId, ...(NextToken !== undefined && { NextToken }) }),
      );
      for (const { Data = [] } of page.ResultSet?.Rows ?? []) rows.push(Data.map(({ VarCharValue }) => VarCharValue));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return rows.slice(1); // the first is the header
  }
}
