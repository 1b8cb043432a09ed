import { S3Client } from '@aws-sdk/client-s3';
import { beginErasure, type ErasureRun, type ViewerStore } from '../../domain/erasure';
import { dateOf, toRunId } from '../../domain/lake';
import { runStep } from '../../lambdas/erasure/erase/erase';
import { Quarantine } from '../../lambdas/erasure/erase/quarantine';
import type { EraseServices } from '../../lambdas/erasure/erase/steps';
import { driveRun, type RunServices } from '../../lambdas/foundation/drive-run';
import { ObjectVersions } from '../../lambdas/foundation/object-versions';
import { ErasureLog } from '../../lambdas/erasure/erasure-log';
import { decodeErasureRun, encodeErasureRun } from '../../lambdas/erasure/erasure-message';
import type { Receipt } from '../../lambdas/erasure/receipt';
import { requestIdOf, SUPPRESSIONS_PREFIX, writeSuppression } from '../../lambdas/erasure/suppression';
import { writeConfirmation } from '../../lambdas/erasure/warehouse-confirmation';
import { statementText } from './sql';
import { TestLake } from './test-lake';

const textOf = statementText('erasure', 'lake');

/** Some stores of a stage. */
const STORES: readonly ViewerStore[] = [
  { subsystem: 'lake', store: 'LakeBucket', keeps: 'pseudonyms', copies: 'old versions', copiesDays: 7 },
  { subsystem: 'features', store: 'Features', keeps: 'pseudonyms' },
  { subsystem: 'warehouse', store: 'Warehouse/Namespace', keeps: 'pseudonyms' },
  { subsystem: 'ingest', store: 'Quarantine/Bucket', keeps: 'pseudonyms' },
  { subsystem: 'ingest', store: 'Stream', keeps: 'pseudonyms', where: 'events', days: 1 },
];

/** The bucket of the quarantine. */
export const QUARANTINE_BUCKET = 'other';

/** The services of an erasure that a test may replace. */
export type Changes = Partial<EraseServices> & { readonly driver?: Partial<RunServices<ErasureRun>> };

/** A test lake from which the code of the step erases viewers; the test sets the clock. */
export class ErasingLake {
  readonly failures: string[] = [];
  readonly deadLetters: ErasureRun[] = [];
  /** The delays with which runs were sent to the next step, in seconds. */
  readonly delays: number[] = [];
  /** The pseudonyms of each call that deleted features. */
  readonly featuresDeletedOf: (readonly string[])[] = [];
  timesWarehouseWasAsked = 0;
  private requests = 0;

  private constructor(readonly lake: TestLake) {}

  static async open(): Promise<ErasingLake> {
    return new ErasingLake(await TestLake.open());
  }

  close(): Promise<void> {
    return this.lake.close();
  }

  /** Suppresses pseudonyms; returns the erasure before its first step. */
  async request(pseudonyms: readonly string[], now: number): Promise<ErasureRun> {
    this.requests += 1;
    const requestId = toRunId(now, `e${String(this.requests).padStart(5, '0')}`);
    await writeSuppression(this.lake.objects, requestId, pseudonyms, now);
    return beginErasure(requestId, ['k1'], dateOf(now));
  }

  /** Runs an erasure until it has finished or is in the dead-letter queue; returns its receipt. */
  async erase(pseudonyms: readonly string[], now: number): Promise<Receipt | undefined> {
    const run = await this.request(pseudonyms, now);
    await this.continue(run, now);
    return this.receipt(run);
  }

  /** Continues a run, message by message. */
  async continue(from: ErasureRun, now: number, changes: Changes = {}): Promise<void> {
    const queue = [encodeErasureRun(from)];
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      await driveRun(decodeErasureRun(body), this.driver(now, queue, changes));
    }
  }

  /** Runs one call of the function with one message. */
  driver(now: number, queue: string[], { driver, ...changes }: Changes = {}): RunServices<ErasureRun> {
    const services = { ...this.services(now), ...changes };
    return {
      runStep: (run) => runStep(run, services),
      saveProgress: (run, status, reason) => services.log.write(run, status, reason),
      finish: async (run) => {
        await services.log.write(run, 'finished');
      },
      enqueue: (run, delaySeconds) => {
        this.delays.push(delaySeconds);
        queue.push(encodeErasureRun(run));
        return Promise.resolve();
      },
      deadLetter: (run) => Promise.resolve(void this.deadLetters.push(run)),
      reportFailure: (_, reason) => void this.failures.push(reason),
      now: () => now,
      budgetMs: 30_000,
      pollMs: 10,
      ...driver,
    };
  }

  /** Confirms every suppression, as load-warehouse does once its tables hold no row of the viewer. */
  private async confirmInWarehouse(): Promise<void> {
    this.timesWarehouseWasAsked += 1;
    for (const { key } of await this.lake.objects.list(SUPPRESSIONS_PREFIX)) {
      await writeConfirmation(this.lake.objects, requestIdOf(key), { viewing_events: 3 });
    }
  }

  /** The services of the steps. */
  services(now: number): EraseServices {
    const { endpoint, objects, queries, catalog } = this.lake;
    const s3 = new S3Client({ ...endpoint.clientConfig(3), forcePathStyle: true });
    return {
      queries,
      objects,
      versions: new ObjectVersions(s3, objects.bucket),
      catalog,
      statement: (name) => textOf(name),
      slices: 2,
      settledAfterMs: 0,
      overflowIsEmpty: () => Promise.resolve(true),
      deleteFeatures: (pseudonyms) => {
        this.featuresDeletedOf.push(pseudonyms);
        return Promise.resolve(0);
      },
      askWarehouse: () => this.confirmInWarehouse(),
      quarantine: new Quarantine(s3, QUARANTINE_BUCKET),
      stores: STORES,
      log: new ErasureLog(objects, () => now),
      now: () => now,
      suffix: () => 'f00000',
    };
  }

  async receipt({ requestId }: ErasureRun): Promise<Receipt | undefined> {
    const state = await new ErasureLog(this.lake.objects, Date.now).read(requestId);
    return state && 'receipt' in state ? state.receipt : undefined;
  }
}
