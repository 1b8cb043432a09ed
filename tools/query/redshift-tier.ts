import type { DescribeStatementResponse, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { StatementFailed } from 'aws-clients';
import { RedshiftQueries } from 'aws-clients/redshift';
import { redshiftCostUsd } from './price';
import { boundText } from './question';
import { showBytes, showUsd } from './show';
import { type Answer, NoAnswer, type Progress, type Question, type Row, type Tier } from './tier';

/** Where Redshift is asked. */
export interface RedshiftTierProps {
  readonly redshift: RedshiftDataClient;
  readonly workgroup: string;
  readonly database: string;
  /** What a question finds at least: it bills by them. */
  readonly baseRpus: number;
  /** Longest time between two polls of a statement, ms. */
  readonly pollMs: number;
}

/** The last seven days, through Redshift Serverless, as a user who can only read. */
export class RedshiftTier implements Tier {
  readonly name = 'warehouse';

  private readonly queries: RedshiftQueries;

  constructor(private readonly props: RedshiftTierProps) {
    this.queries = new RedshiftQueries(props.redshift, props);
  }

  foretell(): Promise<readonly string[]> {
    const { baseRpus } = this.props;
    const price = showUsd(redshiftCostUsd(60, baseRpus));
    return Promise.resolve([`bills time: ${price} a minute of ${baseRpus} RPUs, which all who ask in it share`]);
  }

  async run(question: Question, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Answer> {
    const { baseRpus } = this.props;
    const id = await this.queries.start(boundText(question));
    const { Duration = 0, ResultSize = 0 } = await this.finish(id, tell, signal);
    const seconds = Duration / 1e9;
    return {
      columns: await this.queries.columnsOf(id),
      pages: () => this.pages(id),
      bill: `${showBytes(ResultSize)} returned, for ${showUsd(redshiftCostUsd(seconds, baseRpus))} or less`,
      seconds,
    };
  }

  /** Waits until the statement has succeeded, and cancels it if the signal is aborted; rejects with {@link NoAnswer} otherwise. */
  private async finish(
    id: string,
    tell: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<DescribeStatementResponse> {
    const onProgress = ({ Status = 'SUBMITTED', Duration = 0 }: DescribeStatementResponse): void =>
      tell({ state: Status.toLowerCase(), seconds: Duration / 1e9 });
    try {
      return await this.queries.waitFor(id, { pollMs: this.props.pollMs, signal, onProgress });
    } catch (error) {
      if (error instanceof StatementFailed) throw new NoAnswer(error.isStopped ? 'Stopped.' : error.message);
      throw error;
    }
  }

  private async *pages(id: string): AsyncGenerator<readonly Row[]> {
    for await (const rows of this.queries.pagesOf(id)) yield rows.map((row) => row.map((value) => value?.toString()));
  }
}
