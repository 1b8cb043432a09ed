import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workerScript } from 'embedded-cloud/worker-script';
import type { ViewerStats, WorkerMessage, WorkerOptions, WorkerReplies, WorkerRequest } from './messages';
import { type DeliveryRates, ORDINARY_RATES } from './rates';
import type { Trouble } from './trouble';
import type { InstantTruth } from './truth';
import type { LoggedSession } from './watch-log';

/** The number of viewers, their sessions and the faults of their delivery. */
export interface ViewersOptions {
  /** The collector's base URL, such as http://127.0.0.1:4566; events go to /v1/events below it. */
  readonly endpoint: string;
  /** The number of concurrent viewers. */
  readonly viewers: number;
  /** The same seed plays the same sessions. */
  readonly seed: string | number;
  /**
   * Part of every session id and seed of every event id. @default - from the start time, so that two runs have no ids
   * in common
   */
  readonly run?: string;
  /** A CSV of measured sessions whose lengths, stalls and renditions are used. @default - drawn from a model */
  readonly traceFile?: string | undefined;
  /** 1 to 120 while playing; three times as long, up to 120, while paused. @default 10 */
  readonly heartbeatSeconds?: number;
  /** The rates that differ from the ordinary ones. @default ORDINARY_RATES */
  readonly rates?: Partial<DeliveryRates>;
  /** Whether to record accepted events: their ids, and the events of each session. @default false */
  readonly keepEventIds?: boolean;
  /** The number of titles. @default 500 */
  readonly catalogSize?: number;
  /** How long the counts of an instant are kept. @default 900 */
  readonly truthSeconds?: number;
  /** How long `stop` waits for the last answers. @default 60 */
  readonly stopSeconds?: number;
}

/** The simulated viewers, as seen from the main thread. */
export interface Viewers {
  stats(): Promise<ViewerStats>;
  /** The simulator's own counts at instants (multiples of 10,000 ms). @default - all instants that are kept */
  truth(instantsMs?: readonly number[]): Promise<readonly InstantTruth[]>;
  /** The packed ids of the accepted events: see readEventIds. Empty without `keepEventIds`. */
  acceptedIds(): Promise<Uint8Array>;
  /** All sessions with their accepted events. Empty without `keepEventIds`. */
  watched(): Promise<readonly LoggedSession[]>;
  /** Changes the number of concurrent viewers. */
  setTarget(viewers: number): Promise<void>;
  /** Begins trouble, or ends it if undefined. */
  setTrouble(trouble: Trouble | undefined): Promise<void>;
  /** Calls back every second; replaces the previous callback. */
  onProgress(callback: (stats: ViewerStats) => void): void;
  /**
   * Makes all viewers leave; resolves when all answers have arrived, or after `stopSeconds`. Counts and ids remain
   * available.
   */
  stop(): Promise<ViewerStats>;
  /** Terminates the worker at once. */
  close(): Promise<void>;
}

/**
 * Starts the viewers in a worker thread; rejects if the worker cannot start, for example because the trace is
 * unreadable.
 */
export const startViewers = async (options: ViewersOptions): Promise<Viewers> => {
  const worker = new Worker(workerScript(join(__dirname, 'worker.ts')), { eval: true, workerData: complete(options) });
  await once(worker, 'online');
  const viewers = new WorkerViewers(worker);
  await viewers.stats(); // rejects if the simulation could not start
  return viewers;
};

const complete = (options: ViewersOptions): WorkerOptions => {
  const { heartbeatSeconds = 10, viewers } = options;
  if (!(heartbeatSeconds >= 1 && heartbeatSeconds <= 120)) {
    throw new RangeError(`heartbeatSeconds must be 1 to 120, not ${heartbeatSeconds}.`);
  }
  if (!(Number.isInteger(viewers) && viewers >= 0))
    throw new RangeError(`viewers must be a whole number, not ${viewers}.`);
  return {
    endpoint: options.endpoint,
    viewers,
    seed: String(options.seed),
    run: options.run ?? Date.now().toString(36),
    traceFile: options.traceFile,
    heartbeatSeconds,
    rates: { ...ORDINARY_RATES, ...options.rates },
    keepEventIds: options.keepEventIds ?? false,
    catalogSize: options.catalogSize ?? 500,
    truthSeconds: options.truthSeconds ?? 900,
    stopSeconds: options.stopSeconds ?? 60,
  };
};

interface PendingRequest {
  readonly resolve: (value: WorkerReplies[keyof WorkerReplies]) => void;
  readonly reject: (error: Error) => void;
}

/** A request without its id. */
type Question = WorkerRequest extends infer One ? (One extends WorkerRequest ? Omit<One, 'id'> : never) : never;

class WorkerViewers implements Viewers {
  private readonly pending = new Map<number, PendingRequest>();
  private lastId = 0;
  private progress: (stats: ViewerStats) => void = () => undefined;
  private failure: Error | undefined;

  constructor(private readonly worker: Worker) {
    worker.on('message', (message: WorkerMessage) => this.receive(message));
    worker.on('error', (error: Error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('The viewers have been closed.')));
  }

  stats(): Promise<ViewerStats> {
    return this.ask<'stats'>({ kind: 'stats' });
  }

  truth(instantsMs?: readonly number[]): Promise<readonly InstantTruth[]> {
    return this.ask<'truth'>({ kind: 'truth', instantsMs });
  }

  acceptedIds(): Promise<Uint8Array> {
    return this.ask<'acceptedIds'>({ kind: 'acceptedIds' });
  }

  watched(): Promise<readonly LoggedSession[]> {
    return this.ask<'watched'>({ kind: 'watched' });
  }

  async setTarget(viewers: number): Promise<void> {
    await this.ask<'setTarget'>({ kind: 'setTarget', viewers });
  }

  async setTrouble(trouble: Trouble | undefined): Promise<void> {
    await this.ask<'setTrouble'>({ kind: 'setTrouble', trouble });
  }

  onProgress(callback: (stats: ViewerStats) => void): void {
    this.progress = callback;
  }

  stop(): Promise<ViewerStats> {
    return this.ask<'stop'>({ kind: 'stop' });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private ask<Kind extends keyof WorkerReplies>(
    question: Question & { readonly kind: Kind },
  ): Promise<WorkerReplies[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = (this.lastId += 1);
      // The worker's reply has the type of the request's kind: see its switch.
      this.pending.set(id, { resolve: resolve as PendingRequest['resolve'], reject });
      this.worker.postMessage({ id, ...question } satisfies WorkerRequest);
    });
  }

  private receive(message: WorkerMessage): void {
    if (message.kind === 'progress') {
      this.progress(message.stats);
      return;
    }
    this.pending.get(message.id)?.resolve(message.value);
    this.pending.delete(message.id);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.pending.values()) reject(this.failure);
    this.pending.clear();
  }
}
