import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FunctionLog, newStreamName } from './function-log';
import type { FunctionSettings } from './function-settings';
import type { Outcome } from '../../core/ports';
import { failure, type InvocationRequest, type WorkerMessage } from './protocol';
import { workerScript } from '../../core/worker-script';

/** The timeout for loading a bundle, before the function's timeout starts. Lambda allows 10 s, on dedicated cores. */
const INIT_TIMEOUT_MS = 30_000;

/** The default is up to 48 MB per worker; this value is not slower and saves 25 MB. */
const YOUNG_MB = 8;

/** The first call of a worker takes up to about this long, because its code is not compiled yet. */
const FIRST_CALL_MS = 1_000;

interface Running {
  readonly requestId: string;
  /** When the invocation was sent to the worker, on the clock of `performance.now()`; undefined while the bundle loads. */
  startedAt?: number;
  readonly payload: string;
  readonly settle: (outcome: Outcome) => void;
}

/** A worker thread, the counterpart of Lambda's execution environment. It runs one invocation at a time. */
export class FunctionWorker {
  /** False when the thread has ended or is ending. */
  alive = true;
  /** When it last finished an invocation, on the clock of `performance.now()`. */
  idleSince = 0;
  /** When it has loaded its bundle and run its first call, on the clock of `performance.now()`: infinity until it is loaded. */
  warmAt = Infinity;
  private readonly worker: Worker;
  private ready = false;
  private running: Running | undefined;
  private readonly stream = newStreamName();
  private readonly createdAt = performance.now();
  /** How long the bundle took to load, until the first REPORT line has it. */
  private initMs: number | undefined;
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
      workerData: { ...settings.worker, logStreamName: this.stream },
      env: { ...settings.environment, AWS_LAMBDA_LOG_STREAM_NAME: this.stream },
      execArgv: [], // otherwise each worker would load the modules of this process's options, such as a TypeScript loader
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.worker.memorySizeMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    for (const output of [this.worker.stdout, this.worker.stderr]) {
      output.on('data', (chunk: Buffer) => log.write(this.stream, ...String(chunk).trimEnd().split('\n')));
    }
    this.worker.on('message', (message: WorkerMessage) => this.handle(message));
    this.worker.on('error', (error: unknown) => {
      log.note(`Uncaught: ${String((error as Error).stack ?? error)}`, this.stream);
    });
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

  private send(running: Running): void {
    const { requestId, payload } = running;
    const { timeoutMs } = this.settings;
    running.startedAt = performance.now();
    this.log.write(this.stream, `START RequestId: ${requestId} Version: $LATEST`);
    const request: InvocationRequest = { requestId, payload, deadline: Date.now() + timeoutMs };
    this.timer = setTimeout(() => this.timeOut(timeoutMs), timeoutMs);
    this.worker.postMessage(request);
  }

  private handle(message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.warmAt = performance.now() + FIRST_CALL_MS;
        this.initMs = performance.now() - this.createdAt;
        clearTimeout(this.timer);
        if (this.running) this.send(this.running);
        return;
      case 'output':
        this.log.write(this.stream, ...message.lines);
        return;
      case 'succeeded':
        this.settle({ ok: true, payload: message.payload });
        return;
      case 'failed':
        this.settle(failure(message.error));
        return;
      case 'initFailed':
        this.log.note(`INIT_REPORT Phase: init Status: error ${JSON.stringify(message.error)}`, this.stream);
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
      this.log.note(`${running.requestId} ${message}`, this.stream);
      this.settle(failure({ errorType, errorMessage: `RequestId: ${running.requestId} Error: ${message}` }));
    }
    this.onEnd();
  }

  private settle(outcome: Outcome): void {
    clearTimeout(this.timer);
    this.idleSince = performance.now();
    const { running } = this;
    this.running = undefined;
    if (running?.startedAt !== undefined) this.report(running.requestId, performance.now() - running.startedAt);
    running?.settle(outcome);
  }

  /** Writes the lines with which Lambda ends an invocation; the memory that the thread used is not known. */
  private report(requestId: string, durationMs: number): void {
    const initMs = this.initMs === undefined ? [] : [`Init Duration: ${this.initMs.toFixed(2)} ms\t`];
    const billedMs = Math.ceil(durationMs + (this.initMs ?? 0));
    this.initMs = undefined;
    const parts = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs} ms`,
      `Memory Size: ${this.settings.worker.memorySizeMb} MB`,
      ...initMs,
    ];
    this.log.write(this.stream, `END RequestId: ${requestId}`, parts.join('\t'));
  }
}
