import type { Delivery } from './outbox';
import { Player } from './player';
import { Random } from './random';
import { firstSessionOf, openSession, type RunSettings } from './session';

/** The time constant with which arrivals close the gap to the target: a new crowd is almost complete in 5 s. */
const JOIN_MS = 1_500;
/** The most arrivals: 120 per second, each with three requests at once, which one machine handles easily. */
const MAX_JOINS_PER_MS = 0.12;
/** The most arrivals of a partner's viewers, whose relay sends fewer requests. */
const MAX_RELAYED_JOINS_PER_MS = 0.25;
/** The time constant with which surplus viewers leave. */
const LEAVE_MS = 10_000;
/** Random arrivals exceed the target slightly; viewers leave only if the surplus is larger than this. */
const TOLERATED_SURPLUS = 1.05;
const TICK_MS = 50;

/**
 * Keeps the number of concurrent viewers at a target. Arrivals are a Poisson process whose rate follows the gap to the
 * target, so that the length of sessions need not be known. Returning viewers arrive before new ones.
 */
export class Crowd {
  private readonly playing = new Set<Player>();
  private readonly returning: number[] = [];
  private readonly random: Random;
  private newViewers = 0;
  private lastTickMs = Date.now();
  private stopped = false;

  /** The delivery's wheel must be running; `target` is the number of concurrent viewers. */
  constructor(
    private readonly settings: RunSettings,
    private readonly delivery: Delivery,
    private target: number,
  ) {
    this.random = new Random(`${settings.seed}/arrivals`);
    this.tick(this.lastTickMs);
  }

  /** The current number of viewers. */
  get watching(): number {
    return this.playing.size;
  }

  setTarget(viewers: number): void {
    this.target = viewers;
  }

  /**
   * Makes everyone leave. Resolves when all answers have arrived, or after `withinMs`, to the number of unanswered
   * players.
   */
  async stop(withinMs: number): Promise<number> {
    this.stopped = true;
    const { open, wheel } = this.delivery;
    const nowMs = Date.now();
    for (const player of [...this.playing]) player.quit(nowMs);
    for (const outbox of [...open]) outbox.goOnline();
    return new Promise((resolve) => {
      const check = (laterMs: number): void => {
        if (open.size === 0 || laterMs >= nowMs + withinMs) resolve(open.size);
        else wheel.at(laterMs + TICK_MS, check);
      };
      check(nowMs);
    });
  }

  private tick(nowMs: number): void {
    if (this.stopped) return;
    const elapsedMs = nowMs - this.lastTickMs;
    this.lastTickMs = nowMs;
    const gap = this.target - this.playing.size;
    const { relayed } = this.settings.rates;
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
      const player = new Player(openSession(this.settings, number), this.delivery, (gone) => this.remove(gone));
      this.delivery.tally.counts.sessions += 1;
      this.playing.add(player);
      player.start(nowMs);
    }
  }

  /** The viewers who arrived first leave first. */
  private leave(viewers: number, nowMs: number): void {
    for (const player of [...this.playing].slice(0, viewers)) player.quit(nowMs);
  }

  private remove(player: Player): void {
    this.playing.delete(player);
    if (player.session.nextNumber !== undefined) this.returning.push(player.session.nextNumber);
  }
}
