import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LakeDate } from '../../domain/lake';
import { workerScript } from '../../packages/embedded-cloud/src/core/worker-script';
import type { Past, PastDay } from './past-day';

/** Tells past days beside the main thread. */
export class TellerThread {
  private readonly worker: Worker;

  constructor(past: Past) {
    this.worker = new Worker(workerScript(join(__dirname, 'worker.ts')), { eval: true, workerData: past });
  }

  /** One at a time. */
  async tell(date: LakeDate): Promise<PastDay> {
    this.worker.postMessage(date);
    const [day] = (await once(this.worker, 'message')) as [PastDay];
    return day;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
