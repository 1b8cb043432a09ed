import type { DescribeStatementResponse, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { StatementFailed } from 'aws-clients';
import { RedshiftQueries } from 'aws-clients/redshift';
import { formatBytes, formatUsd } from './format';
import { redshiftCostUsd } from './price';
import { type Query, withLiterals } from './query';
import { type Progress, QueryFailed, type QueryResult, type Row, type Tier } from './tier';

/** The client and names that queries to Redshift need. */
export interface RedshiftTierProps {
  readonly redshift: RedshiftDataClient;
  readonly workgroup: string;
  readonly database: string;
  /** The base capacity, which Redshift bills. */
  readonly baseRpus: number;
  /** Longest time between two polls of a statement, ms. */
  readonly pollMs: number;
}

/** The last seven dates, through Redshift Serverless, as a user who can only read. */
export class RedshiftTier implements Tier {
  readonly name = 'warehouse';

  private readonly queries: RedshiftQueries;

  constructor(private readonly props: RedshiftTierProps) {
    this.queries = new RedshiftQueries(props.redshift, props);
  }

  estimate(): Promise<readonly string[]> {
    const { baseRpus } = this.props;
    const price = formatUsd(redshiftCostUsd(60, baseRpus));
    return Promise.resolve([
      `bills time: ${price} per minute of ${baseRpus} RPUs, shared by all queries of that minute`,
    ]);
  }

  async run(query: Query, report: (progress: Progress) => void, signal: AbortSignal): Promise<QueryResult> {
    const { baseRpus } = this.props;
    const id = await this.queries.start(withLiterals(query));
    const { Duration = 0, ResultSize = 0 } = await this.finish(id, report, signal);
    const seconds = Duration / 1e9;
    return {
      columns: await this.queries.columnsOf(id),
      pages: () => this.pages(id),
      cost: `${formatBytes(ResultSize)} returned, for ${formatUsd(redshiftCostUsd(seconds, baseRpus))} or less`,
      seconds,
    };
  }

  /**
   * Waits until the statement has succeeded, and cancels it if the signal is aborted; rejects with {@link QueryFailed}
   * otherwise.
   */
  private async finish(
    id: string,
    report: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<DescribeStatementResponse> {
    const onProgress = ({ Status = 'SUBMITTED', Duration = 0 }: DescribeStatementResponse): void =>
      report({ state: Status.toLowerCase(), seconds: Duration / 1e9 });
    try {
      return await this.queries.waitFor(id, { pollMs: this.props.pollMs, signal, onProgress });
    } catch (error) {
      if (error instanceof StatementFailed) throw new QueryFailed(error.isStopped ? 'Stopped.' : error.message);
      throw error;
    }
  }

  private async *pages(id: string): AsyncGenerator<readonly Row[]> {
    for await (const rows of this.queries.pagesOf(id)) yield rows.map((row) => row.map((value) => value?.toString()));
  }
}
