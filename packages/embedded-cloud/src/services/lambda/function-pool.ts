import { randomUUID } from 'node:crypto';
import { AccessDenied, each } from '../../core/iam';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import { FunctionLog, newStreamName } from './function-log';
import type { FunctionSettings } from './function-settings';
import { FunctionWorker } from './function-worker';
import type { LogWriter, Outcome } from '../../core/ports';
import { failure, throttle } from './protocol';

/** The pool ends workers that were idle for this long; it keeps at least one. */
const IDLE_MS = 60_000;
const SWEEP_MS = 15_000;

/** The maximum number of calls that wait for a worker; each keeps its payload in memory. Further calls are throttled. */
const MAX_WAITING = 1_000;

/** Lambda's limit on the response of a synchronous invocation. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/** Counts and durations of a function's invocations since the start. */
export interface FunctionMetrics {
  invocations: number;
  errors: number;
  throttles: number;
  totalDurationMs: number;
  maxDurationMs: number;
}

interface Waiting {
  readonly payload: string;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * The pool adds a worker when a call waits and no worker has become free for this long: then the workers are blocked
 * rather than busy. On a few cores, more busy workers would not finish more work, and each new worker must warm up.
 */
const BLOCKED_MS = 100;

/** The workers of one function: the first one starts at the first call, others while all are blocked, up to the limit. */
export class FunctionPool {
  readonly log: FunctionLog;
  readonly metrics: FunctionMetrics = { invocations: 0, errors: 0, throttles: 0, totalDurationMs: 0, maxDurationMs: 0 };
  /** Accumulates the metrics that Lambda publishes about the function. */
  readonly published: MetricWindow;
  private readonly workers = new Set<FunctionWorker>();
  /** The worker used last is at the end and is used next, so that the others become idle for long enough to be ended. */
  private readonly idle: FunctionWorker[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly limit: number;
  /** The maximum number of busy workers since the last call of `serviceMetrics`. */
  private peakBusy = 0;
  private readonly sweeper: NodeJS.Timeout;
  /** When a worker last became free, on the clock of `performance.now()`. */
  private freeAt = -Infinity;
  private dispatchTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    readonly settings: FunctionSettings,
    logs: LogWriter,
    maxConcurrency: number,
  ) {
    this.log = new FunctionLog(logs, settings.worker.logGroupName, () => mayWriteLog(settings));
    this.published = new MetricWindow(
      { namespace: 'AWS/Lambda', dimensions: { FunctionName: settings.worker.functionName } },
      ['Invocations', 'Errors', 'Throttles', 'AsyncEventsDropped'],
      { Duration: 'Milliseconds', IteratorAge: 'Milliseconds' },
    );
    this.limit = Math.min(maxConcurrency, settings.reservedConcurrency ?? Infinity);
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** Whether all of the reserved concurrency is in use, so that a synchronous call through the API is throttled. */
  get isSaturated(): boolean {
    const { reservedConcurrency } = this.settings;
    return reservedConcurrency !== undefined && this.busy >= reservedConcurrency;
  }

  invoke(payload: string): Promise<Outcome> {
    if (this.stopped || this.limit === 0 || this.waiting.length >= MAX_WAITING)
      return Promise.resolve(this.throttled());
    return new Promise((settle) => {
      this.waiting.push({ payload, settle });
      this.dispatch();
    });
  }

  /** Counts a throttled call and returns its outcome. */
  throttled(): Outcome {
    this.metrics.throttles += 1;
    this.published.count('Throttles');
    return throttle();
  }

  /** Returns the metrics that Lambda publishes about the function since the last call. */
  serviceMetrics(): readonly ServiceMetric[] {
    this.published.measure('ConcurrentExecutions', this.peakBusy);
    this.peakBusy = this.busy;
    return this.published.take();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.sweeper);
    clearTimeout(this.dispatchTimer);
    for (const { settle } of this.waiting.splice(0)) settle(throttle('The embedded cloud is stopping.'));
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
    this.log.close();
  }

  private get busy(): number {
    return this.workers.size - this.idle.length;
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const worker = this.idle.pop() ?? this.grow();
      const next = worker && this.waiting.shift();
      if (!next) {
        this.dispatchLater();
        return;
      }
      void this.run(worker, next);
    }
  }

  private dispatchLater(): void {
    if (this.workers.size >= this.limit) return; // `run` dispatches again when a worker becomes free
    this.dispatchTimer ??= setTimeout(() => {
      this.dispatchTimer = undefined;
      this.dispatch();
    }, BLOCKED_MS);
  }

  private grow(): FunctionWorker | undefined {
    if (this.stopped || this.workers.size >= this.limit) return undefined;
    if (this.workers.size > 0 && performance.now() < this.progressAt() + BLOCKED_MS) return undefined;
    this.log.isPermitted(); // on AWS, Lambda writes the start and the end of each invocation
    const worker = new FunctionWorker(this.settings, this.log, () => this.remove(worker));
    this.workers.add(worker);
    return worker;
  }

  /** When a worker last became free, or when the last one that still loads should: loading is not being blocked. */
  private progressAt(): number {
    return Math.max(this.freeAt, ...Array.from(this.workers, ({ warmAt }) => warmAt));
  }

  private async run(worker: FunctionWorker, { payload, settle }: Waiting): Promise<void> {
    const startedAt = performance.now();
    this.published.count('Invocations');
    this.peakBusy = Math.max(this.peakBusy, this.busy);
    const outcome = limitSize(await worker.run(randomUUID(), payload));
    this.freeAt = performance.now();
    this.count(outcome, this.freeAt - startedAt);
    if (worker.alive) this.idle.push(worker);
    settle(outcome);
    this.dispatch();
  }

  private count(outcome: Outcome, durationMs: number): void {
    this.metrics.invocations += 1;
    if (!outcome.ok) this.metrics.errors += 1;
    this.published.count('Errors', outcome.ok ? 0 : 1);
    this.published.measure('Duration', durationMs);
    this.metrics.totalDurationMs += durationMs;
    this.metrics.maxDurationMs = Math.max(this.metrics.maxDurationMs, durationMs);
  }

  private remove(worker: FunctionWorker): void {
    this.workers.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    this.dispatch();
  }

  private sweep(): void {
    const horizon = Date.now() - IDLE_MS;
    for (const worker of [...this.idle]) {
      if (this.workers.size > 1 && worker.idleSince < horizon) void worker.terminate();
    }
  }
}

const limitSize = (outcome: Outcome): Outcome =>
  outcome.ok && outcome.payload.length > MAX_RESPONSE_BYTES
    ? failure({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
      })
    : outcome;

/** Whether the role of a function may write its log group. */
const mayWriteLog = ({ session, worker }: FunctionSettings): boolean => {
  const { functionArn, logGroupName } = worker;
  const [, , , region = '', accountId = ''] = functionArn.split(':');
  const stream = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:${newStreamName()}`;
  try {
    session?.check(...['CreateLogStream', 'PutLogEvents'].flatMap((name) => each(`logs:${name}`, [stream])));
    return true;
  } catch (error) {
    if (error instanceof AccessDenied) return false;
    throw error;
  }
};
