import { setTimeout as delay } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  type QueryExecution,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { AthenaAsker } from '../../packages/aws-clients/src/athena-asker';
import { type PlannedTable, readPlan } from './plan';
import { athenaCostUsd } from './price';
import { boundText } from './question';
import { showBytes, showEstimate, showUsd } from './show';
import { type Answer, type Estimate, NoAnswer, type Progress, type Question, type Row, type Tier } from './tier';
import { weigh } from './weigh';

/** Where Athena is asked. */
export interface AthenaTierProps {
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly workgroup: string;
  readonly database: string;
  /** How long to wait before looking again, ms. */
  readonly lookEveryMs: number;
}

/** The whole lake, through Athena, in the analysts' workgroup. */
export class AthenaTier implements Tier {
  readonly name = 'lake';
  private readonly plans = new WeakMap<Question, Promise<readonly PlannedTable[]>>();
  private readonly asker: AthenaAsker;

  constructor(private readonly props: AthenaTierProps) {
    this.asker = new AthenaAsker(props.athena, props.workgroup, props.database);
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
    const { athena } = this.props;
    const id = await this.asker.start(question.sql, question.literals);
    const { Statistics } = await this.finish(id, tell, signal);
    const first = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1 }));
    const scannedBytes = Statistics?.DataScannedInBytes ?? 0;
    return {
      columns: (first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name),
      pages: () => withoutHeader(this.asker.pages(id)),
      bill: `${showBytes(scannedBytes)} scanned, for ${showUsd(athenaCostUsd(scannedBytes))}`,
      seconds: (Statistics?.TotalExecutionTimeInMillis ?? 0) / 1_000,
    };
  }

  private async explainIo(question: Question): Promise<readonly PlannedTable[]> {
    const id = await this.asker.start(`EXPLAIN (TYPE IO, FORMAT JSON) ${boundText(question)}`);
    await this.finish(id, () => undefined, new AbortController().signal);
    let text = '';
    for await (const rows of this.asker.pages(id)) text += rows.map(([line = '']) => `${line}\n`).join('');
    // What precedes the plan is its heading, where the service gives one.
    return readPlan(text.slice(text.indexOf('{')));
  }

  /** Looks until it is over; stops it once, where the signal says so. */
  private async finish(id: string, tell: (progress: Progress) => void, signal: AbortSignal): Promise<QueryExecution> {
    const { athena, lookEveryMs } = this.props;
    for (let isStopping = false; ;) {
      const execution = await this.asker.look(id);
      if (execution.Status?.State === 'SUCCEEDED') return execution;
      tell(progressOf(execution));
      if (signal.aborted && !isStopping) {
        isStopping = true;
        await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      }
      await delay(lookEveryMs, undefined, isStopping ? {} : { signal }).catch(() => undefined);
    }
  }
}

/** The first row of all is the header. */
async function* withoutHeader(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  let isFirst = true;
  for await (const rows of pages) {
    yield isFirst ? rows.slice(1) : rows;
    isFirst = false;
  }
}

/** How a query stands; throws {@link NoAnswer} where it has failed or was stopped. */
const progressOf = ({ Status, Statistics }: QueryExecution): Progress => {
  const { State: state = 'QUEUED', StateChangeReason: reason = 'no reason given' } = Status ?? {};
  const { DataScannedInBytes: scannedBytes = 0, TotalExecutionTimeInMillis = 0 } = Statistics ?? {};
  if (state === 'FAILED') throw new NoAnswer(reason);
  if (state === 'CANCELLED') {
    const scanned = `${showBytes(scannedBytes)} were scanned`;
    throw new NoAnswer(
      reason.includes('Bytes scanned limit')
        ? `Stopped at the workgroup's cutoff; ${scanned}. Ask for fewer dates (dt BETWEEN …) or columns.`
        : `Stopped (${reason}); ${scanned}.`,
    );
  }
  return { state: state.toLowerCase(), scannedBytes, seconds: TotalExecutionTimeInMillis / 1_000 };
};
