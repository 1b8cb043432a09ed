import { randomUUID } from 'node:crypto';
import { AccessDenied, each } from '../../core/iam';
import type { Limits } from '../../core/limits';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import { FunctionLog, newStreamName } from './function-log';
import type { FunctionSettings } from './function-settings';
import { FunctionWorker } from './function-worker';
import type { LogWriter, Outcome } from '../../core/ports';
import { failure, throttle } from './protocol';
import { WorkerDemand } from './worker-demand';

/** How often the pool ends the workers that it no longer needs, as Lambda reclaims idle environments. */
const SWEEP_MS = 15_000;

/** The last worker ends after this time, so that a function that runs every minute usually keeps it. */
const LAST_IDLE_MS = 75_000;

/** The workers are blocked when none becomes free for this long. */
const BLOCKED_MS = 100;

/** A timer that is later than this shows that the machine is busy. */
const LATE_MS = 20;

/** A call that waits this long needs another worker, even if the others are not blocked. */
const OVERLOADED_MS = 2_000;

/** The maximum number of calls that wait for a worker; each keeps its payload in memory. Further calls are throttled. */
const MAX_WAITING = 1_000;

/** Counts and durations of a function's invocations since the start. */
export interface FunctionMetrics {
  invocations: number;
  errors: number;
  throttles: number;
  totalDurationMs: number;
  maxDurationMs: number;
}

/** The limits of a pool: its number of workers, and the size of a response. */
type PoolLimits = Pick<Limits, 'responseBytes'> & { readonly maxConcurrency: number };

interface Waiting {
  readonly payload: string;
  /** When the call arrived, on the clock of `performance.now()`. */
  readonly since: number;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * The workers of one function. The first one starts at the first call. Another one starts, up to the limit, when a call
 * waits and no worker becomes free for `BLOCKED_MS`: then the workers are blocked rather than busy. On a few cores, more
 * busy workers would not finish more work, and each new worker must warm up. Workers end when they are not needed.
 */
export class FunctionPool {
  readonly log: FunctionLog;
  readonly metrics: FunctionMetrics = { invocations: 0, errors: 0, throttles: 0, totalDurationMs: 0, maxDurationMs: 0 };
  /** Accumulates the metrics that Lambda publishes about the function. */
  readonly published: MetricWindow;
  private readonly workers = new Set<FunctionWorker>();
  /** The worker used last is at the end and is used next. */
  private readonly idle: FunctionWorker[] = [];
  /** When the call that a worker runs started, on the clock of `performance.now()`. */
  private readonly startedAt = new Map<FunctionWorker, number>();
  private readonly demand = new WorkerDemand();
  private sweptAt = performance.now();
  private readonly waiting: Waiting[] = [];
  private readonly limit: number;
  /** The maximum number of busy workers since the last call of `serviceMetrics`. */
  private peakBusy = 0;
  private readonly sweeper: NodeJS.Timeout;
  /** When a worker last became free, on the clock of `performance.now()`. */
  private freeAt = -Infinity;
  private growTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    readonly settings: FunctionSettings,
    logs: LogWriter,
    private readonly limits: PoolLimits,
  ) {
    this.log = new FunctionLog(logs, settings.worker.logGroupName, () => mayWriteLog(settings));
    this.published = new MetricWindow(
      { namespace: 'AWS/Lambda', dimensions: { FunctionName: settings.worker.functionName } },
      ['Invocations', 'Errors', 'Throttles', 'AsyncEventsDropped'],
      { Duration: 'Milliseconds', IteratorAge: 'Milliseconds' },
    );
    this.limit = Math.min(limits.maxConcurrency, settings.reservedConcurrency ?? Infinity);
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
      this.waiting.push({ payload, since: performance.now(), settle });
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

  /** The number of workers, which includes those that are loading. */
  get size(): number {
    return this.workers.size;
  }

  /** Ends the idle workers that the calls of the last minute did not need; runs every 15 s. */
  sweep(): void {
    const now = performance.now();
    const needed = this.demand.close(now - this.sweptAt);
    this.sweptAt = now;
    const surplus = this.idle.slice(0, Math.max(0, this.workers.size - Math.max(needed, 1)));
    const [last] = this.idle;
    if (this.workers.size === 1 && last && last.idleSince < now - LAST_IDLE_MS) surplus.push(last);
    for (const worker of surplus) void worker.terminate(); // it leaves the pool before its thread ends
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.sweeper);
    clearTimeout(this.growTimer);
    for (const { settle } of this.waiting.splice(0)) settle(throttle('The embedded cloud is stopping.'));
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
    this.log.close();
  }

  private get busy(): number {
    return this.workers.size - this.idle.length;
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const worker = this.idle.pop() ?? (this.workers.size === 0 ? this.grow() : undefined);
      if (!worker) {
        this.growLater();
        return;
      }
      this.runNext(worker);
    }
  }

  /** Adds a worker if the others are then still too few. */
  private growLater(): void {
    if (this.growTimer || this.workers.size >= this.limit) return; // `run` dispatches again when a worker becomes free
    const since = performance.now();
    this.growTimer = setTimeout(() => {
      this.growTimer = undefined;
      const worker = this.idle.length === 0 && this.isShort(since) ? this.grow() : undefined;
      if (worker) this.runNext(worker);
      this.dispatch();
    }, BLOCKED_MS);
  }

  private grow(): FunctionWorker | undefined {
    if (this.stopped || this.workers.size >= this.limit) return undefined;
    this.log.isPermitted(); // on AWS, Lambda writes the start and the end of each invocation
    const worker = new FunctionWorker(this.settings, this.log, () => this.remove(worker));
    this.workers.add(worker);
    return worker;
  }

  /**
   * Whether the workers are too few for the calls that wait: none has become free since `since`, or the first call has
   * waited too long. A worker that loads is not blocked, and on a busy machine, where timers are late, none is.
   */
  private isShort(since: number): boolean {
    const [first] = this.waiting;
    const now = performance.now();
    const warmAt = Math.max(...Array.from(this.workers, (worker) => worker.warmAt));
    if (!first || now < warmAt + BLOCKED_MS || now > since + BLOCKED_MS + LATE_MS) return false;
    return this.freeAt < since || now >= first.since + OVERLOADED_MS;
  }

  private runNext(worker: FunctionWorker): void {
    const next = this.waiting.shift();
    if (next) void this.run(worker, next);
  }

  private async run(worker: FunctionWorker, { payload, settle }: Waiting): Promise<void> {
    const startedAt = performance.now();
    this.startedAt.set(worker, startedAt);
    this.published.count('Invocations');
    this.peakBusy = Math.max(this.peakBusy, this.busy);
    const outcome = limitSize(await worker.run(randomUUID(), payload), this.limits);
    this.freeAt = performance.now();
    this.startedAt.delete(worker);
    this.demand.note(startedAt, this.freeAt, this.startedAt.values());
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
}

const limitSize = (outcome: Outcome, { responseBytes }: PoolLimits): Outcome =>
  outcome.ok && Buffer.byteLength(outcome.payload) > responseBytes
    ? failure({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${responseBytes} bytes).`,
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
