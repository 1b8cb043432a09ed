import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workerScript } from 'embedded-cloud/worker-script';
import type { Ask, Replies, Said, ViewerStats, WorkerOptions } from './messages';
import { type DeliveryRates, ORDINARY_RATES } from './rates';
import type { Trouble } from './trouble';
import type { InstantTruth } from './truth';
import type { LoggedSession } from './watch-log';

/** How many watch what, and how much goes wrong on the way. */
export interface ViewersOptions {
  /** The collector's base URL, such as http://127.0.0.1:4566; events go to /v1/events below it. */
  readonly endpoint: string;
  /** How many watch at a time. */
  readonly viewers: number;
  /** The same seed plays the same sessions. */
  readonly seed: string | number;
  /** Part of every session id and behind every event id. @default - from the time of the start, so that no run repeats another's ids */
  readonly run?: string;
  /** A CSV of measured sessions to take lengths, stalls and renditions from. @default - drawn from a model */
  readonly traceFile?: string | undefined;
  /** 1 to 120, while playing; three times as rare, up to 120, while paused. @default 10 */
  readonly heartbeatSeconds?: number;
  /** What differs from ordinary trouble. @default ORDINARY_RATES */
  readonly rates?: Partial<DeliveryRates>;
  /** Whether to remember accepted events: their ids, and what each session told. @default false */
  readonly keepEventIds?: boolean;
  /** How many titles there are. @default 500 */
  readonly catalogSize?: number;
  /** For how long the truth of an instant is kept. @default 900 */
  readonly truthSeconds?: number;
  /** How long stop waits for the last answers. @default 60 */
  readonly stopSeconds?: number;
}

/** The simulated viewers, as seen from the main thread. */
export interface Viewers {
  stats(): Promise<ViewerStats>;
  /** The simulator's own counts at these instants (multiples of 10,000 ms); at all that it knows when none are named. */
  truth(instantsMs?: readonly number[]): Promise<readonly InstantTruth[]>;
  /** The unique ids of accepted events, packed: see readEventIds. Empty without `keepEventIds`. */
  acceptedIds(): Promise<Uint8Array>;
  /** Every session with its accepted events. Empty without `keepEventIds`. */
  watched(): Promise<readonly LoggedSession[]>;
  /** From now on, so many watch at a time. */
  setTarget(viewers: number): Promise<void>;
  /** From now on this strikes many at a time; nothing when undefined. */
  setTrouble(trouble: Trouble | undefined): Promise<void>;
  /** Calls back every second; the latest callback is the one that is called. */
  onProgress(callback: (stats: ViewerStats) => void): void;
  /** Everyone quits; resolves when all answers are in, or after `stopSeconds`. Truth and ids can still be asked for. */
  stop(): Promise<ViewerStats>;
  /** Ends the worker, whatever it is doing. */
  close(): Promise<void>;
}

/** Starts the viewers in a thread of their own; rejects when the worker can't start, such as for a trace that can't be read. */
export const startViewers = async (options: ViewersOptions): Promise<Viewers> => {
  const worker = new Worker(workerScript(join(__dirname, 'worker.ts')), { eval: true, workerData: complete(options) });
  await once(worker, 'online');
  const viewers = new WorkerViewers(worker);
  await viewers.stats(); // the simulation stands, or this says why not
  return viewers;
};

const complete = (options: ViewersOptions): WorkerOptions => {
  const { heartbeatSeconds = 10, viewers } = options;
  if (!(heartbeatSeconds >= 1 && heartbeatSeconds <= 120)) {
    throw new RangeError(`heartbeatSeconds is 1 to 120, not ${heartbeatSeconds}.`);
  }
  if (!(Number.isInteger(viewers) && viewers >= 0)) throw new RangeError(`viewers is a whole number, not ${viewers}.`);
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

interface Waiting {
  readonly resolve: (value: Replies[keyof Replies]) => void;
  readonly reject: (error: Error) => void;
}

type Question = Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never;

class WorkerViewers implements Viewers {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private progress: (stats: ViewerStats) => void = () => undefined;
  private failure: Error | undefined;

  constructor(private readonly worker: Worker) {
    worker.on('message', (said: Said) => this.hear(said));
    worker.on('error', (error: Error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('The viewers are closed.')));
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

  private ask<K extends keyof Replies>(question: Question & { readonly kind: K }): Promise<Replies[K]> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = (this.lastId += 1);
      // The worker answers a question of this kind with a reply of this kind: see its switch.
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage({ id, ...question } satisfies Ask);
    });
  }

  private hear(said: Said): void {
    if (said.kind === 'progress') {
      this.progress(said.stats);
      return;
    }
    this.waiting.get(said.id)?.resolve(said.value);
    this.waiting.delete(said.id);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}
