import { randomUUID } from 'node:crypto';
import type { ServiceMetric } from '../../core/service';
import { MetricWindow } from '../../core/metric-window';
import { FunctionLog } from './function-log';
import type { FunctionSettings } from './function-settings';
import { FunctionWorker } from './function-worker';
import type { Outcome } from '../../core/ports';
import { failure, throttle } from './protocol';

/** Idle workers beyond the first are ended after this long. */
const IDLE_MS = 60_000;
const SWEEP_MS = 15_000;

/** What may wait for a worker; beyond it calls are throttled, since each holds its payload in memory. */
const MAX_WAITING = 1_000;

/** As Lambda limits a synchronous answer. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/** What has come of a function's invocations since start. */
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
 * A worker more is started when a call waits and none has become free for so long, that is, when they are held up rather
 * than busy. On a few cores more workers do no more work, and each has to be compiled and warmed by itself.
 */
const HELD_UP_MS = 100;

/** Loading its bundle and running its first, cold call takes a worker about this long, and nothing is wrong. */
const WARM_UP_MS = 2_000;

/** The workers of one function: none until the first call, then one more whenever those at work are held up, to the limit. */
export class FunctionPool {
  readonly log: FunctionLog;
  readonly metrics: FunctionMetrics = { invocations: 0, errors: 0, throttles: 0, totalDurationMs: 0, maxDurationMs: 0 };
  /** Takes in what Lambda publishes about it. */
  readonly published: MetricWindow;
  private readonly workers = new Set<FunctionWorker>();
  /** The one used last is at the end and is used next, so that the others' idle time adds up. */
  private readonly idle: FunctionWorker[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly limit: number;
  /** The most workers at work at a time since Lambda last published. */
  private busiest = 0;
  private readonly sweeper: NodeJS.Timeout;
  /** When a worker last became free, or has warmed up; on the clock of `performance.now()`. */
  private freeAt = -Infinity;
  private looking: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    readonly settings: FunctionSettings,
    stateDir: string,
    maxConcurrency: number,
  ) {
    this.log = new FunctionLog(stateDir, settings.worker.functionName);
    this.published = new MetricWindow(
      { namespace: 'AWS/Lambda', dimensions: { FunctionName: settings.worker.functionName } },
      ['Invocations', 'Errors', 'Throttles', 'AsyncEventsDropped'],
      { Duration: 'Milliseconds', IteratorAge: 'Milliseconds' },
    );
    this.limit = Math.min(maxConcurrency, settings.reservedConcurrency ?? Infinity);
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** Whether a synchronous call through the API would be throttled: the reserved concurrency is in use. */
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

  /** Counts a call that was turned away. */
  throttled(): Outcome {
    this.metrics.throttles += 1;
    this.published.count('Throttles');
    return throttle();
  }

  /** What Lambda has to publish since it was last asked. */
  serviceMetrics(): readonly ServiceMetric[] {
    this.published.measure('ConcurrentExecutions', this.busiest);
    this.busiest = this.busy;
    return this.published.take();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.sweeper);
    clearTimeout(this.looking);
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
        this.lookAgain();
        return;
      }
      void this.run(worker, next);
    }
  }

  private lookAgain(): void {
    if (this.workers.size >= this.limit) return; // the next call comes when one is done
    this.looking ??= setTimeout(() => {
      this.looking = undefined;
      this.dispatch();
    }, HELD_UP_MS);
  }

  private grow(): FunctionWorker | undefined {
    if (this.stopped || this.workers.size >= this.limit) return undefined;
    const now = performance.now();
    if (this.workers.size > 0 && now < this.freeAt + HELD_UP_MS) return undefined;
    this.freeAt = now + WARM_UP_MS;
    const worker = new FunctionWorker(this.settings, this.log, () => this.drop(worker));
    this.workers.add(worker);
    return worker;
  }

  private async run(worker: FunctionWorker, { payload, settle }: Waiting): Promise<void> {
    const startedAt = performance.now();
    this.published.count('Invocations');
    this.busiest = Math.max(this.busiest, this.busy);
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

  private drop(worker: FunctionWorker): void {
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
