import { join } from 'node:path';
import type { ObjectWriter } from '../../core/ports';
import type { Caller } from '../../core/service';
import type { AthenaProps } from './athena-props';
import { storesOf } from './caller-stores';
import type { CatalogStatement } from './catalog-statement';
import { type Execution, type ExecutionStore, isFinal, writesObjects } from './execution';
import { toFailureReason } from './failure-reason';
import type { Outcome } from './outcome';
import { QueryMetrics } from './query-metrics';
import { runCatalogStatement } from './run-catalog-statement';
import { runStatement } from './run-statement';
import { StoppedError } from './run-with-limits';
import type { Statement } from './sql-text';

/** The number of queries that run at the same time: one per core of a small machine. */
const LANES = 2;

/** A query that waits or runs. */
export interface Query {
  readonly id: string;
  readonly statement: Statement | CatalogStatement;
  /** It is stopped when it scans more. */
  readonly cutoffBytes: number;
  /** Whose permissions apply to what it reads and writes. */
  readonly caller: Caller;
}

/** Runs queries, a limited number at a time; the others wait in a queue. */
export class QueryRunner {
  readonly published = new QueryMetrics();
  private readonly stops = new Map<string, AbortController>();
  private readonly lanes = new Set<Promise<void>>();
  private readonly waiting: (() => Promise<void>)[] = [];

  constructor(
    private readonly props: AthenaProps,
    private readonly store: ExecutionStore,
  ) {}

  /** Queues a query. */
  submit(query: Query): void {
    this.stops.set(query.id, new AbortController());
    this.waiting.push(() => this.run(query));
    this.fillLanes();
  }

  stop(execution: Execution): void {
    this.stops.get(execution.id)?.abort();
    if (execution.state !== 'QUEUED') return;
    const reason = 'Query cancelled by user';
    this.store.put({ ...execution, state: 'CANCELLED', reason, completedAt: Date.now() });
    this.stops.delete(execution.id);
  }

  /** Stops running queries, and discards queued ones. */
  async stopAll(): Promise<void> {
    this.waiting.length = 0;
    for (const stop of this.stops.values()) stop.abort();
    await Promise.all(this.lanes);
  }

  private fillLanes(): void {
    while (this.lanes.size < LANES) {
      const next = this.waiting.shift();
      if (!next) return;
      const lane = next().finally(() => {
        this.lanes.delete(lane);
        this.fillLanes();
      });
      this.lanes.add(lane);
    }
  }

  private async run({ id, statement, cutoffBytes, caller }: Query): Promise<void> {
    const queued = this.store.get(id);
    const signal = this.stops.get(id)?.signal;
    if (!queued || !signal || isFinal(queued)) return;
    const running = this.store.put({ ...queued, state: 'RUNNING', startedAt: Date.now() });
    const { surroundings, faults } = this.props;
    const { catalog, objects } = storesOf(this.props, caller, surroundings);
    const finish = (end: Partial<Execution>): void => {
      this.published.add(this.store.put({ ...running, ...end, completedAt: Date.now() }));
      this.stops.delete(id);
    };
    try {
      if (faults.strikes('athena', 'partial')) throw new Error('GENERIC_INTERNAL_ERROR: Injected fault: partial.');
      const folder = join(surroundings.stateDir, 'athena-scratch');
      const { database, outputLocation } = running;
      const props = {
        catalog,
        objects,
        writer: objects,
        folder,
        database,
        outputLocation,
        cutoffBytes,
        signal,
        caller,
      };
      const outcome =
        'select' in statement
          ? await runStatement(statement, props)
          : runCatalogStatement(statement, catalog, running.database);
      const manifestLocation = await writeResults(objects, running, outcome);
      const { scannedBytes, columns } = outcome;
      finish({ state: 'SUCCEEDED', scannedBytes, columns, manifestLocation });
    } catch (error) {
      const reason = toFailureReason(error, objects.root);
      if (error instanceof StoppedError) finish({ state: 'CANCELLED', reason, scannedBytes: error.scannedBytes });
      else finish({ state: 'FAILED', reason });
    }
  }
}

/**
 * Writes the rows of a SELECT; for a statement that writes objects, a manifest of them, whose location it returns. Source:
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
const writeResults = async (
  writer: ObjectWriter,
  execution: Execution,
  { csv, written }: Outcome,
): Promise<string | undefined> => {
  const { outputLocation } = execution;
  const location = writesObjects(execution) ? `${outputLocation.replace(/\.csv$/, '')}-manifest.csv` : undefined;
  const { bucket, key } = objectAt(location ?? outputLocation);
  const manifest = written.map((url) => `${url}\n`).join('');
  await writer.putObject(bucket, key, location === undefined ? csv : Buffer.from(manifest), 'text/csv');
  return location;
};

/** The bucket and the key of an s3:// URL. */
export const objectAt = (url: string): { readonly bucket: string; readonly key: string } => {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return { bucket, key };
};
