import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workerScript } from 'embedded-cloud/worker-script';
import type { LakeDate } from '../../domain/lake';
import type { PastDay, PastParameters } from './past-day-generator';

/** Generates past days in a separate thread. */
export class GeneratorThread {
  private readonly worker: Worker;

  constructor(past: PastParameters) {
    this.worker = new Worker(workerScript(join(__dirname, 'worker.ts')), { eval: true, workerData: past });
  }

  /** Generates one day; the caller waits for it before it requests the next one. */
  async generate(date: LakeDate): Promise<PastDay> {
    this.worker.postMessage(date);
    const [day] = (await once(this.worker, 'message')) as [PastDay];
    return day;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
