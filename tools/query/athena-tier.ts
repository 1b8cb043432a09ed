import { type AthenaClient, GetWorkGroupCommand, type QueryExecution } from '@aws-sdk/client-athena';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { StatementFailed } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import { type Estimate, formatBytes, formatEstimate, formatUsd } from './format';
import { type PlannedTable, readPlan } from './plan';
import { athenaCostUsd } from './price';
import { type Query, withLiterals } from './query';
import { tableSize } from './table-size';
import { type Progress, QueryFailed, type QueryResult, type Tier } from './tier';

/** The clients and names that queries to Athena need. */
export interface AthenaTierProps {
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly workgroup: string;
  readonly database: string;
  /** Longest time between two polls of a query, ms. */
  readonly pollMs: number;
}

/** The whole lake, through Athena, in the analysts' workgroup. */
export class AthenaTier implements Tier {
  readonly name = 'lake';
  private readonly plans = new WeakMap<Query, Promise<readonly PlannedTable[]>>();
  private readonly queries: AthenaQueries;

  constructor(private readonly props: AthenaTierProps) {
    this.queries = new AthenaQueries(props.athena, props.workgroup, props.database);
  }

  /** The tables and partitions that a query reads; explained once per query. Rejects with {@link QueryFailed}. */
  plan(query: Query): Promise<readonly PlannedTable[]> {
    const planned = this.plans.get(query) ?? this.explainIo(query);
    this.plans.set(query, planned);
    return planned;
  }

  async estimate(query: Query): Promise<readonly string[]> {
    return formatEstimate(await this.estimateScan(query));
  }

  /** The size of the partitions that a query reads. */
  async estimateScan(query: Query): Promise<Estimate> {
    const { athena, glue, s3, workgroup } = this.props;
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }));
    const tables = await Promise.all((await this.plan(query)).map((planned) => tableSize(planned, glue, s3)));
    const bytes = tables.reduce((sum, size) => sum + size.bytes, 0);
    const cutoffBytes = WorkGroup?.Configuration?.BytesScannedCutoffPerQuery;
    return { tables, bytes, costUsd: athenaCostUsd(bytes), cutoffBytes };
  }

  async run(query: Query, report: (progress: Progress) => void, signal: AbortSignal): Promise<QueryResult> {
    const id = await this.queries.start({ sql: query.sql, executionParameters: query.literals });
    const { Statistics } = await this.finish(id, report, signal);
    const scannedBytes = Statistics?.DataScannedInBytes ?? 0;
    return {
      columns: await this.queries.columnsOf(id),
      pages: () => this.queries.pagesOf(id),
      cost: `${formatBytes(scannedBytes)} scanned, for ${formatUsd(athenaCostUsd(scannedBytes))}`,
      seconds: (Statistics?.TotalExecutionTimeInMillis ?? 0) / 1_000,
    };
  }

  private async explainIo(query: Query): Promise<readonly PlannedTable[]> {
    const id = await this.queries.start({ sql: `EXPLAIN (TYPE IO, FORMAT JSON) ${withLiterals(query)}` });
    await this.finish(id, () => undefined, new AbortController().signal);
    const text = await this.queries.textOf(id);
    return readPlan(text.slice(text.indexOf('{'))); // some versions of the service put a heading before the plan
  }

  /**
   * Waits until the query has succeeded, and stops it if the signal is aborted; rejects with {@link QueryFailed}
   * otherwise.
   */
  private async finish(id: string, report: (progress: Progress) => void, signal: AbortSignal): Promise<QueryExecution> {
    const { pollMs } = this.props;
    const onProgress = (execution: QueryExecution): void => report(progressOf(execution));
    try {
      return await this.queries.waitFor(id, { pollMs, signal, onProgress });
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      if (!error.isStopped) throw new QueryFailed(error.message);
      const { Statistics } = await this.queries.describe(id);
      throw stopped(error.message, Statistics?.DataScannedInBytes ?? 0);
    }
  }
}

const progressOf = ({ Status, Statistics }: QueryExecution): Progress => {
  const { DataScannedInBytes: scannedBytes = 0, TotalExecutionTimeInMillis = 0 } = Statistics ?? {};
  return {
    state: (Status?.State ?? 'QUEUED').toLowerCase(),
    scannedBytes,
    seconds: TotalExecutionTimeInMillis / 1_000,
  };
};

/** The error of a query that was stopped: by the limit of the workgroup, or by the user. */
const stopped = (reason: string, scannedBytes: number): QueryFailed => {
  const scanned = `${formatBytes(scannedBytes)} were scanned`;
  return new QueryFailed(
    reason.includes('Bytes scanned limit')
      ? `Stopped at the limit of the workgroup; ${scanned}. Select fewer dates (dt BETWEEN …) or columns.`
      : `Stopped (${reason}); ${scanned}.`,
  );
};
