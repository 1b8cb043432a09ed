import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { pollStatement, type StatementState, type WaitOptions } from './poll-statement';

/** A statement, with the values of its parameters separate from the text. */
export interface AthenaStatement {
  readonly sql: string;
  /** SQL literals that replace the `?` of the statement, in order. @default - none */
  readonly executionParameters?: readonly string[];
}

/** A row as text; undefined for a null. */
export type AthenaRow = readonly (string | undefined)[];

/** Queries to Athena in one workgroup and database. */
export class AthenaQueries {
  constructor(
    private readonly athena: AthenaClient,
    private readonly workgroup: string,
    private readonly database: string,
  ) {}

  /** Starts a query and returns its id. A second call with the same token returns the first query's id. */
  async start({ sql, executionParameters = [] }: AthenaStatement, token?: string): Promise<string> {
    const { QueryExecutionId = '' } = await this.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ...(executionParameters.length > 0 && { ExecutionParameters: [...executionParameters] }),
        ...(token !== undefined && { ClientRequestToken: token }),
        WorkGroup: this.workgroup,
        QueryExecutionContext: { Database: this.database },
      }),
    );
    return QueryExecutionId;
  }

  /** Starts a query, unless `startedId` is the id of a query that was started earlier, and returns its id and state. */
  async startOnce(
    statement: AthenaStatement,
    token: string,
    startedId?: string,
  ): Promise<StatementState & { id: string }> {
    const id = startedId ?? (await this.start(statement, token));
    return { id, ...toState(await this.describe(id)) };
  }

  async describe(id: string): Promise<QueryExecution> {
    const { QueryExecution = {} } = await this.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    return QueryExecution;
  }

  /** Resolves once a query has succeeded; rejects with `StatementFailed` and Athena's reason otherwise. */
  waitFor(id: string, options: WaitOptions<QueryExecution>): Promise<QueryExecution> {
    const stop = async (): Promise<void> => {
      await this.athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    };
    return pollStatement({ describe: () => this.describe(id), stateOf: toState, stop }, options);
  }

  /** The column names of a query that succeeded. */
  async columnsOf(id: string): Promise<readonly string[]> {
    const { ResultSet } = await this.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1 }));
    return (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
  }

  /** The rows of a SELECT that succeeded, page by page. */
  async *pagesOf(id: string): AsyncGenerator<readonly AthenaRow[]> {
    let isFirst = true;
    for await (const rows of this.rawPagesOf(id)) {
      yield isFirst ? rows.slice(1) : rows; // Athena's first row holds the column names
      isFirst = false;
    }
  }

  /** All rows of a SELECT that succeeded. */
  async rowsOf(id: string): Promise<readonly AthenaRow[]> {
    const rows: AthenaRow[] = [];
    for await (const page of this.pagesOf(id)) rows.push(...page);
    return rows;
  }

  /** The output of a statement such as EXPLAIN, line by line, with any heading that the service adds. */
  async textOf(id: string): Promise<string> {
    let text = '';
    for await (const rows of this.rawPagesOf(id)) text += rows.map(([line = '']) => `${line}\n`).join('');
    return text;
  }

  private async *rawPagesOf(id: string): AsyncGenerator<readonly AthenaRow[]> {
    for await (const { ResultSet } of paginateGetQueryResults({ client: this.athena }, { QueryExecutionId: id })) {
      yield (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
    }
  }
}

const toState = ({ Status }: QueryExecution): StatementState => {
  const { State: state, StateChangeReason: reason = 'no reason given' } = Status ?? {};
  if (state === 'SUCCEEDED') return { state: 'succeeded' };
  if (state === 'FAILED' || state === 'CANCELLED') return { state: 'failed', reason, isStopped: state === 'CANCELLED' };
  return { state: 'running' };
};
