import { type AthenaClient, GetWorkGroupCommand, type QueryExecution } from '@aws-sdk/client-athena';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { StatementFailed } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import { type PlannedTable, readPlan } from './plan';
import { athenaCostUsd } from './price';
import { boundText } from './question';
import { showBytes, showEstimate, showUsd } from './show';
import { type Answer, type Estimate, NoAnswer, type Progress, type Question, type Tier } from './tier';
import { weigh } from './weigh';

/** Where Athena is asked. */
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
  private readonly plans = new WeakMap<Question, Promise<readonly PlannedTable[]>>();
  private readonly queries: AthenaQueries;

  constructor(private readonly props: AthenaTierProps) {
    this.queries = new AthenaQueries(props.athena, props.workgroup, props.database);
  }

  /** Which tables a question reads, and which of their partitions; looked up once. Rejects with {@link NoAnswer}. */
  plan(question: Question): Promise<readonly PlannedTable[]> {
    const planned = this.plans.get(question) ?? this.explainIo(question);
    this.plans.set(question, planned);
    return planned;
  }

  async foretell(question: Question): Promise<readonly string[]> {
    return showEstimate(await this.explain(question));
  }

  /** What the partitions that it touches weigh. */
  async explain(question: Question): Promise<Estimate> {
    const { athena, glue, s3, workgroup } = this.props;
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }));
    const tables = await Promise.all((await this.plan(question)).map((planned) => weigh(planned, glue, s3)));
    const bytes = tables.reduce((sum, weight) => sum + weight.bytes, 0);
    const cutoffBytes = WorkGroup?.Configuration?.BytesScannedCutoffPerQuery;
    return { tables, bytes, costUsd: athenaCostUsd(bytes), cutoffBytes };
  }

  async run(question: Question, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Answer> {
    const id = await this.queries.start({ sql: question.sql, executionParameters: question.literals });
    const { Statistics } = await this.finish(id, tell, signal);
    const scannedBytes = Statistics?.DataScannedInBytes ?? 0;
    return {
      columns: await this.queries.columnsOf(id),
      pages: () => this.queries.pagesOf(id),
      bill: `${showBytes(scannedBytes)} scanned, for ${showUsd(athenaCostUsd(scannedBytes))}`,
      seconds: (Statistics?.TotalExecutionTimeInMillis ?? 0) / 1_000,
    };
  }

  private async explainIo(question: Question): Promise<readonly PlannedTable[]> {
    const id = await this.queries.start({ sql: `EXPLAIN (TYPE IO, FORMAT JSON) ${boundText(question)}` });
    await this.finish(id, () => undefined, new AbortController().signal);
    const text = await this.queries.textOf(id);
    return readPlan(text.slice(text.indexOf('{'))); // some versions of the service put a heading before the plan
  }

  /** Waits until the query has succeeded, and stops it if the signal is aborted; rejects with {@link NoAnswer} otherwise. */
  private async finish(id: string, tell: (progress: Progress) => void, signal: AbortSignal): Promise<QueryExecution> {
    const { pollMs } = this.props;
    const onProgress = (execution: QueryExecution): void => tell(progressOf(execution));
    try {
      return await this.queries.waitFor(id, { pollMs, signal, onProgress });
    } catch (error) {
      if (!(error instanceof StatementFailed)) throw error;
      if (!error.isStopped) throw new NoAnswer(error.message);
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

/** Why a stopped query has no answer: the workgroup's cutoff, or the person who asked. */
const stopped = (reason: string, scannedBytes: number): NoAnswer => {
  const scanned = `${showBytes(scannedBytes)} were scanned`;
  return new NoAnswer(
    reason.includes('Bytes scanned limit')
      ? `Stopped at the workgroup's cutoff; ${scanned}. Ask for fewer dates (dt BETWEEN …) or columns.`
      : `Stopped (${reason}); ${scanned}.`,
  );
};
