import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FunctionLog } from './function-log';
import type { FunctionSettings } from './function-settings';
import type { Outcome } from '../../core/ports';
import { failure, type InvocationRequest, type WorkerMessage } from './protocol';
import { workerScript } from '../../core/worker-script';

/** Loading a bundle does not count towards the function's timeout; Lambda grants 10 s, on cores of its own. */
const INIT_TIMEOUT_MS = 30_000;

/** By default it would take up to 48 MB a worker; this is no slower and leaves 25 MB of that free. */
const YOUNG_MB = 8;

interface Running {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (outcome: Outcome) => void;
}

/** One worker thread: an execution environment, as Lambda calls it. It runs one invocation at a time. */
export class FunctionWorker {
  /** False once the thread has ended or is about to. */
  alive = true;
  /** Epoch ms at which it last finished an invocation. */
  idleSince = 0;
  private readonly worker: Worker;
  private ready = false;
  private running: Running | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `onEnd` is called once, when the thread ends by itself or is ended. */
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
      execArgv: [], // or each worker would load what this process was started with, such as a TypeScript loader
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.worker.memorySizeMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.worker.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    this.worker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    this.worker.on('message', (message: WorkerMessage) => this.hear(message));
    this.worker.on('error', (error: unknown) => log.note(`Uncaught: ${String((error as Error).stack ?? error)}`));
    this.worker.on('exit', (code) => this.end('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  }

  /** Runs one invocation; never rejects. The caller waits for it before it hands over the next. */
  run(requestId: string, payload: string): Promise<Outcome> {
    return new Promise((settle) => {
      this.running = { requestId, payload, settle };
      if (this.ready) this.send(this.running);
      else this.timer = setTimeout(() => this.timeOut(INIT_TIMEOUT_MS), INIT_TIMEOUT_MS);
    });
  }

  /** Ends the thread; an invocation that it runs fails. */
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

  private hear(message: WorkerMessage): void {
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
