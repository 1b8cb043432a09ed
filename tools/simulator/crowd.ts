import type { Delivery } from './outbox';
import { Player } from './player';
import { Random } from './random';
import { firstSessionOf, openSession, type Programme } from './session';

/** Arrivals close a gap to the target with this time constant: a new crowd is nearly there in 5 s. */
const JOIN_MS = 1_500;
/** And never faster than this: 120 a second, each with three requests at once, is what one machine takes with ease. */
const MAX_JOINS_PER_MS = 0.12;
/** Those of a partner come in few requests. */
const MAX_RELAYED_JOINS_PER_MS = 0.25;
/** So slowly do viewers leave when there are too many. */
const LEAVE_MS = 10_000;
/** Arrivals at random overshoot a little; only a greater surplus makes anyone leave. */
const TOLERATED_SURPLUS = 1.05;
const TICK_MS = 50;

/**
 * Keeps so many viewers watching. Arrivals are a Poisson process whose rate follows the gap to the target, which holds the
 * level without knowing how long sessions last. Who is back for another session comes before who is new.
 */
export class Crowd {
  private readonly playing = new Set<Player>();
  private readonly returning: number[] = [];
  private readonly random: Random;
  private newViewers = 0;
  private lastTickMs = Date.now();
  private stopped = false;

  /** The delivery's wheel must be turning; `target` is the number of concurrent viewers. */
  constructor(
    private readonly programme: Programme,
    private readonly delivery: Delivery,
    private target: number,
  ) {
    this.random = new Random(`${programme.seed}/arrivals`);
    this.tick(this.lastTickMs);
  }

  /** How many are watching now. */
  get watching(): number {
    return this.playing.size;
  }

  setTarget(viewers: number): void {
    this.target = viewers;
  }

  /** Everyone leaves. Resolves when all answers are in, or after `boundMs`: to how many players still wait for one. */
  async stop(boundMs: number): Promise<number> {
    this.stopped = true;
    const { open, wheel } = this.delivery;
    const nowMs = Date.now();
    for (const player of [...this.playing]) player.quit(nowMs);
    for (const outbox of [...open]) outbox.goOnline();
    return new Promise((resolve) => {
      const look = (laterMs: number): void => {
        if (open.size === 0 || laterMs >= nowMs + boundMs) resolve(open.size);
        else wheel.at(laterMs + TICK_MS, look);
      };
      look(nowMs);
    });
  }

  private tick(nowMs: number): void {
    if (this.stopped) return;
    const elapsedMs = nowMs - this.lastTickMs;
    this.lastTickMs = nowMs;
    const gap = this.target - this.playing.size;
    const { relayed } = this.programme.rates;
    const most = MAX_JOINS_PER_MS + relayed * (MAX_RELAYED_JOINS_PER_MS - MAX_JOINS_PER_MS);
    const joinsPerMs = Math.min(gap / JOIN_MS, most);
    if (gap > 0) this.join(Math.min(gap, this.random.poisson(joinsPerMs * elapsedMs)), nowMs);
    const surplus = this.playing.size - this.target * TOLERATED_SURPLUS;
    if (surplus > 0) this.leave(this.random.poisson((surplus * elapsedMs) / LEAVE_MS), nowMs);
    this.delivery.wheel.at(nowMs + TICK_MS, (laterMs) => this.tick(laterMs));
  }

  private join(viewers: number, nowMs: number): void {
    for (let joined = 0; joined < viewers; joined += 1) {
      const number = this.returning.shift() ?? firstSessionOf(this.newViewers++);
      const player = new Player(openSession(this.programme, number), this.delivery, (gone) => this.part(gone));
      this.delivery.tally.counts.sessions += 1;
      this.playing.add(player);
      player.start(nowMs);
    }
  }

  /** Who came first goes first. */
  private leave(viewers: number, nowMs: number): void {
    for (const player of [...this.playing].slice(0, viewers)) player.quit(nowMs);
  }

  private part(player: Player): void {
    this.playing.delete(player);
    if (player.session.nextNumber !== undefined) this.returning.push(player.session.nextNumber);
  }
}
