import { Catalog } from './catalog';
import { Crowd } from './crowd';
import { EventIds } from './event-ids';
import type { ViewerStats, WorkerOptions } from './messages';
import type { Delivery } from './outbox';
import type { RunSettings } from './session';
import { Tally } from './tally';
import { TimingWheel } from './timing-wheel';
import { type Trouble, Troubles } from './trouble';
import { Relay } from './relay';
import { readTrace } from './trace';
import { Transport } from './transport';
import { type InstantTruth, Truth } from './truth';
import { type LoggedSession, WatchLog } from './watch-log';

/** Paused players report at a third of the rate, and at least every 120 s. */
const PAUSED_FACTOR = 3;
const MAX_INTERVAL_MS = 120_000;

/** The crowd of viewers with everything that it needs; runs in the worker. */
export class Simulation {
  private readonly delivery: Delivery;
  private readonly transport: Transport;
  private readonly crowd: Crowd;
  private readonly troubles = new Troubles();
  private unanswered = 0;

  /** Viewers begin to arrive at once; throws if the trace cannot be read. */
  constructor(private readonly options: WorkerOptions) {
    const wheel = new TimingWheel();
    this.transport = new Transport(options.endpoint);
    this.delivery = {
      rates: options.rates,
      wheel,
      transport: this.transport,
      relay: new Relay(this.transport, wheel),
      truth: new Truth(),
      tally: new Tally(),
      acceptedIds: options.keepEventIds ? new EventIds() : undefined,
      watchLog: options.keepEventIds ? new WatchLog() : undefined,
      open: new Set(),
    };
    this.crowd = new Crowd(toSettings(options, this.troubles), this.delivery, options.viewers);
    this.delivery.wheel.start();
  }

  setTarget(viewers: number): void {
    this.crowd.setTarget(viewers);
  }

  /** Begins trouble, or ends it if undefined. */
  setTrouble(trouble: Trouble | undefined): void {
    this.troubles.current = trouble;
  }

  /** Drops the counts of old instants. */
  forget(): void {
    this.delivery.truth.forget(Date.now() - this.options.truthSeconds * 1_000);
  }

  stats(): ViewerStats {
    const { tally } = this.delivery;
    const { requests, bytes } = this.transport;
    const { unanswered } = this;
    const { watching } = this.crowd;
    return {
      ...tally.counts,
      atMs: Date.now(),
      watching,
      requests,
      bytes,
      refusalReasons: [...tally.refusalReasons],
      unanswered,
    };
  }

  /** The simulator's counts at instants, epoch ms. @default - all instants that are kept */
  truth(instantsMs?: readonly number[]): InstantTruth[] {
    const { truth } = this.delivery;
    return (instantsMs ?? truth.known()).map((instantMs) => truth.at(instantMs));
  }

  acceptedIds(): Uint8Array {
    return this.delivery.acceptedIds?.pack() ?? new Uint8Array();
  }

  watched(): readonly LoggedSession[] {
    return this.delivery.watchLog?.all() ?? [];
  }

  async stop(): Promise<ViewerStats> {
    this.unanswered = await this.crowd.stop(this.options.stopSeconds * 1_000);
    this.delivery.wheel.stop();
    this.transport.close();
    return this.stats();
  }
}

const toSettings = (
  { seed, run, catalogSize, heartbeatSeconds, traceFile, rates }: WorkerOptions,
  troubles: Troubles,
): RunSettings => {
  const heartbeatMs = Math.round(heartbeatSeconds * 1_000);
  return {
    seed,
    run,
    catalog: new Catalog(catalogSize),
    pace: { heartbeatMs, pausedHeartbeatMs: Math.min(heartbeatMs * PAUSED_FACTOR, MAX_INTERVAL_MS) },
    trace: traceFile === undefined ? undefined : readTrace(traceFile),
    rates,
    troubles,
  };
};
