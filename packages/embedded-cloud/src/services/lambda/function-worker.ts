import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FunctionLog } from './function-log';
import type { FunctionSettings } from './function-settings';
import type { Outcome } from '../../core/ports';
import { failure, type InvocationRequest, type WorkerMessage } from './protocol';
import { workerScript } from '../../core/worker-script';

/** The timeout for loading a bundle, before the function's timeout starts. Lambda allows 10 s, on dedicated cores. */
const INIT_TIMEOUT_MS = 30_000;

/** The default is up to 48 MB per worker; this value is not slower and saves 25 MB. */
const YOUNG_MB = 8;

interface Running {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (outcome: Outcome) => void;
}

/** A worker thread, the counterpart of Lambda's execution environment. It runs one invocation at a time. */
export class FunctionWorker {
  /** False when the thread has ended or is ending. */
  alive = true;
  /** When it last finished an invocation, epoch ms. */
  idleSince = 0;
  private readonly worker: Worker;
  private ready = false;
  private running: Running | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `onEnd` is called once, when the thread exits or is terminated. */
  constructor(
    private readonly settings: FunctionSettings,
    private readonly log: FunctionLog,
    private readonly onEnd: () => void,
  ) {
    this.worker = new Worker(workerScript(join(__dirname, 'runtime.ts')), {
      eval: true,
      name: settings.worker.functionName,
      workerData: settings.worker,
      env: settings.environment,
      execArgv: [], // otherwise each worker would load the modules of this process's options, such as a TypeScript loader
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.worker.memorySizeMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.worker.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    this.worker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    this.worker.on('message', (message: WorkerMessage) => this.handle(message));
    this.worker.on('error', (error: unknown) => log.note(`Uncaught: ${String((error as Error).stack ?? error)}`));
    this.worker.on('exit', (code) => this.end('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  }

  /** Runs one invocation; never rejects. The caller must wait for the outcome before the next call. */
  run(requestId: string, payload: string): Promise<Outcome> {
    return new Promise((settle) => {
      this.running = { requestId, payload, settle };
      if (this.ready) this.send(this.running);
      else this.timer = setTimeout(() => this.timeOut(INIT_TIMEOUT_MS), INIT_TIMEOUT_MS);
    });
  }

  /** Ends the thread; a running invocation fails. */
  async terminate(): Promise<void> {
    this.end('Runtime.ExitError', 'The embedded cloud is stopping.');
    await this.worker.terminate();
  }

  private send({ requestId, payload }: Running): void {
    const { timeoutMs } = this.settings;
    const request: InvocationRequest = { requestId, payload, deadline: Date.now() + timeoutMs };
    this.timer = setTimeout(() => this.timeOut(timeoutMs), timeoutMs);
    this.worker.postMessage(request);
  }

  private handle(message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        clearTimeout(this.timer);
        if (this.running) this.send(this.running);
        return;
      case 'succeeded':
        this.settle({ ok: true, payload: message.payload });
        return;
      case 'failed':
        this.settle(failure(message.error));
        return;
      case 'initFailed':
        this.log.note(`INIT_REPORT Phase: init Status: error ${JSON.stringify(message.error)}`);
        this.settle(failure(message.error));
        void this.terminate();
    }
  }

  private timeOut(limitMs: number): void {
    this.end('Sandbox.Timedout', `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`);
    void this.worker.terminate();
  }

  private end(errorType: string, message: string): void {
    if (!this.alive) return;
    this.alive = false;
    const { running } = this;
    if (running) {
      this.log.note(`${running.requestId} ${message}`);
      this.settle(failure({ errorType, errorMessage: `RequestId: ${running.requestId} Error: ${message}` }));
    }
    this.onEnd();
  }

  private settle(outcome: Outcome): void {
    clearTimeout(this.timer);
    this.idleSince = Date.now();
    const { running } = this;
    this.running = undefined;
    running?.settle(outcome);
  }
}
