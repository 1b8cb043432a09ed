import { setTimeout as delay } from 'node:timers/promises';
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  paginateGetStatementResult,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
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
  /** How long to wait before looking again, ms. */
  readonly lookEveryMs: number;
}

/** The last seven days, through Redshift Serverless, as a user who can only read. */
export class RedshiftTier implements Tier {
  readonly name = 'warehouse';

  constructor(private readonly props: RedshiftTierProps) {}

  foretell(): Promise<readonly string[]> {
    const { baseRpus } = this.props;
    const price = showUsd(redshiftCostUsd(60, baseRpus));
    return Promise.resolve([`bills time: ${price} a minute of ${baseRpus} RPUs, which all who ask in it share`]);
  }

  async run(question: Question, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Answer> {
    const { redshift, workgroup, database, baseRpus } = this.props;
    const { Id } = await redshift.send(
      new ExecuteStatementCommand({ WorkgroupName: workgroup, Database: database, Sql: boundText(question) }),
    );
    const { Duration = 0, ResultSize = 0 } = await this.finish(Id, tell, signal);
    const seconds = Duration / 1e9;
    const { ColumnMetadata = [] } = await redshift.send(new GetStatementResultCommand({ Id }));
    return {
      columns: ColumnMetadata.map(({ name = '' }) => name),
      pages: () => this.pages(Id),
      bill: `${showBytes(ResultSize)} returned, for ${showUsd(redshiftCostUsd(seconds, baseRpus))} or less`,
      seconds,
    };
  }

  /** Looks until it is over; cancels it once, where the signal says so. */
  private async finish(
    Id: string | undefined,
    tell: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<DescribeStatementResponse> {
    const { redshift, lookEveryMs } = this.props;
    for (let isStopping = false; ;) {
      const described = await redshift.send(new DescribeStatementCommand({ Id }));
      const { Status = 'SUBMITTED', Duration = 0, Error: reason = 'no reason given' } = described;
      if (Status === 'FINISHED') return described;
      if (Status === 'FAILED') throw new NoAnswer(reason);
      if (Status === 'ABORTED') throw new NoAnswer('Stopped.');
      tell({ state: Status.toLowerCase(), seconds: Duration / 1e9 });
      if (signal.aborted && !isStopping) {
        isStopping = true;
        await redshift.send(new CancelStatementCommand({ Id }));
      }
      await delay(lookEveryMs, undefined, isStopping ? {} : { signal }).catch(() => undefined);
    }
  }

  private async *pages(Id: string | undefined): AsyncGenerator<readonly Row[]> {
    for await (const { Records = [] } of paginateGetStatementResult({ client: this.props.redshift }, { Id })) {
      yield Records.map((record) => record.map(toText));
    }
  }
}

const toText = ({ isNull, stringValue, longValue, doubleValue, booleanValue }: Field): string | undefined =>
  isNull === true ? undefined : (stringValue ?? (longValue ?? doubleValue ?? booleanValue)?.toString());
