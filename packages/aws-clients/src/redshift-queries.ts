import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  paginateGetStatementResult,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { pollStatement, type StatementState, type WaitOptions } from './poll-statement';

/** The database to query, and the user that runs the queries. */
export interface RedshiftQueriesProps {
  readonly workgroup: string;
  readonly database: string;
  /** Name of the secret of the database user that runs the statements. @default - the user of the caller's IAM role */
  readonly secretName?: string;
  /** Longest time between two polls, ms. @default 1 s */
  readonly pollMs?: number;
  /** How long `rows` and `transaction` let a statement run before they cancel it, ms. @default - no limit */
  readonly timeoutMs?: number;
}

/** A value of a row. */
export type RedshiftValue = string | number | boolean | null;

/** Queries to a Redshift database through its Data API, which runs statements in the background. */
export class RedshiftQueries {
  constructor(
    private readonly redshift: RedshiftDataClient,
    private readonly props: RedshiftQueriesProps,
  ) {}

  get database(): string {
    return this.props.database;
  }

  /** All rows of a query; `:name` in the statement is replaced by the parameter of that name. */
  async rows(
    sql: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<readonly (readonly RedshiftValue[])[]> {
    const id = await this.start(sql, parameters);
    await this.waitFor(id, this.waitOptions);
    const rows: (readonly RedshiftValue[])[] = [];
    for await (const page of this.pagesOf(id)) rows.push(...page);
    return rows;
  }

  /** Runs statements as one transaction; if one fails, none takes effect, and the call rejects with Redshift's reason. */
  async transaction(statements: readonly string[]): Promise<void> {
    const { Id = '' } = await this.redshift.send(
      new BatchExecuteStatementCommand({ ...this.target, Sqls: [...statements] }),
    );
    await this.waitFor(Id, this.waitOptions);
  }

  /** Starts a statement and returns its id. */
  async start(sql: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
    const Parameters = Object.entries(parameters).map(([name, value]) => ({ name, value }));
    const { Id = '' } = await this.redshift.send(
      new ExecuteStatementCommand({ ...this.target, Sql: sql, ...(Parameters.length > 0 && { Parameters }) }),
    );
    return Id;
  }

  /** Resolves once a statement has succeeded; rejects with `StatementFailed` and Redshift's reason otherwise. */
  waitFor(Id: string, options: WaitOptions<DescribeStatementResponse>): Promise<DescribeStatementResponse> {
    const describe = () => this.redshift.send(new DescribeStatementCommand({ Id }));
    const stop = async (): Promise<void> => {
      await this.redshift.send(new CancelStatementCommand({ Id }));
    };
    return pollStatement({ describe, stateOf: toState, stop }, options);
  }

  /** The column names of a query that succeeded. */
  async columnsOf(Id: string): Promise<readonly string[]> {
    const { ColumnMetadata = [] } = await this.redshift.send(new GetStatementResultCommand({ Id }));
    return ColumnMetadata.map(({ name = '' }) => name);
  }

  /** The rows of a query that succeeded, page by page. */
  async *pagesOf(Id: string): AsyncGenerator<readonly (readonly RedshiftValue[])[]> {
    for await (const { Records = [] } of paginateGetStatementResult({ client: this.redshift }, { Id })) {
      yield Records.map((record) => record.map(toValue));
    }
  }

  private get target() {
    const { workgroup, database, secretName } = this.props;
    return {
      WorkgroupName: workgroup,
      Database: database,
      ...(secretName !== undefined && { SecretArn: secretName }), // the API accepts a name in place of an ARN
    };
  }

  private get waitOptions(): WaitOptions<DescribeStatementResponse> {
    const { pollMs = 1_000, timeoutMs } = this.props;
    return { pollMs, ...(timeoutMs !== undefined && { timeoutMs }) };
  }
}

const toState = ({ Status: state, Error: reason = 'no reason given' }: DescribeStatementResponse): StatementState => {
  if (state === 'FINISHED') return { state: 'succeeded' };
  if (state === 'FAILED' || state === 'ABORTED') return { state: 'failed', reason, isStopped: state === 'ABORTED' };
  return { state: 'running' };
};

const toValue = ({ isNull, stringValue, longValue, doubleValue, booleanValue }: Field): RedshiftValue =>
  isNull === true ? null : (stringValue ?? longValue ?? doubleValue ?? booleanValue ?? null);
