import { S3Client } from '@aws-sdk/client-s3';
import { beginErasure, type ErasureRun } from '../../domain/erasure';
import { dateOf, toRunId } from '../../domain/lake';
import { takeStep } from '../../lambdas/erasure/erase/erase';
import type { EraseServices } from '../../lambdas/erasure/erase/services';
import { driveRun, type RunServices } from '../../lambdas/foundation/drive-run';
import { ErasureLog } from '../../lambdas/erasure/erasure-log';
import { readErasure, writeErasure } from '../../lambdas/erasure/erasure-message';
import { LakeVersions } from '../../lambdas/lake/lake-versions';
import { writeSuppression } from '../../lambdas/erasure/suppression';
import { statementText } from './sql';
import { TestLake } from './test-lake';

const textOf = statementText('erasure', 'lake');

/** What a test may replace of what an erasure rests on. */
export type Changes = Partial<EraseServices> & { readonly driving?: Partial<RunServices<ErasureRun>> };

/** A test's lake in which viewers are erased by the step's own code; its clock is set by hand. */
export class ErasingLake {
  readonly failures: string[] = [];
  readonly deadLetters: ErasureRun[] = [];
  /** Seconds after which runs wanted to come back. */
  readonly waits: number[] = [];
  /** Whose features were deleted, each time. */
  readonly featuresDeletedOf: (readonly string[])[] = [];
  private requests = 0;

  private constructor(readonly lake: TestLake) {}

  static async open(): Promise<ErasingLake> {
    return new ErasingLake(await TestLake.open());
  }

  close(): Promise<void> {
    return this.lake.close();
  }

  /** Suppresses pseudonyms; returns the erasure as it stands before its first step. */
  async request(pseudonyms: readonly string[], now: number): Promise<ErasureRun> {
    this.requests += 1;
    const requestId = toRunId(now, `e${String(this.requests).padStart(5, '0')}`);
    await writeSuppression(this.lake.objects, requestId, pseudonyms, now);
    return beginErasure(requestId, ['k1'], dateOf(now));
  }

  /** Erases to the end, or to where it is given up; returns the receipt. */
  async erase(pseudonyms: readonly string[], now: number): Promise<unknown> {
    const run = await this.request(pseudonyms, now);
    await this.takeOn(run, now);
    return this.receipt(run);
  }

  /** Takes a run on from where it stands, by message. */
  async takeOn(from: ErasureRun, now: number, changes: Changes = {}): Promise<void> {
    const queue = [writeErasure(from)];
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      await driveRun(readErasure(body), this.driving(now, queue, changes));
    }
  }

  /** One call of the function with one message. */
  driving(now: number, queue: string[], { driving, ...changes }: Changes = {}): RunServices<ErasureRun> {
    const services = { ...this.services(now), ...changes };
    return {
      takeStep: (run) => takeStep(run, services),
      note: (run, status, reason) => services.log.note(run, status, reason),
      finish: async (run) => {
        await services.log.note(run, 'finished');
      },
      sendOn: (run, afterSeconds) => {
        this.waits.push(afterSeconds);
        queue.push(writeErasure(run));
        return Promise.resolve();
      },
      giveUp: (run) => Promise.resolve(void this.deadLetters.push(run)),
      reportFailure: (_, reason) => void this.failures.push(reason),
      now: () => now,
      budgetMs: 30_000,
      lookEveryMs: 10,
      ...driving,
    };
  }

  /** What the steps rest on. */
  services(now: number): EraseServices {
    const { endpoint, objects, queries, catalog } = this.lake;
    const s3 = new S3Client({ ...endpoint.clientConfig(3), forcePathStyle: true });
    return {
      queries,
      objects,
      versions: new LakeVersions(s3, objects.bucket),
      catalog,
      statement: (name) => textOf(name),
      slices: 2,
      settledAfterMs: 0,
      deleteFeatures: (pseudonyms) => {
        this.featuresDeletedOf.push(pseudonyms);
        return Promise.resolve(0);
      },
      log: new ErasureLog(objects, () => now),
      now: () => now,
      suffix: () => 'f00000',
    };
  }

  async receipt({ requestId }: ErasureRun): Promise<unknown> {
    return (await new ErasureLog(this.lake.objects, Date.now).read(requestId))?.receipt;
  }
}
