import type { PlayerEvent } from '../../domain/families/viewing';
import type { Answer } from './answer';
import type { EventIds } from './event-ids';
import { toJunk } from './junk';
import type { DeliveryRates } from './rates';
import type { Session } from './session';
import type { Tally } from './tally';
import type { TimingWheel } from './timing-wheel';
import type { Carrier } from './transport';
import type { Truth } from './truth';
import type { WatchLog } from './watch-log';

/** What all outboxes share. */
export interface Delivery {
  readonly rates: DeliveryRates;
  readonly wheel: TimingWheel;
  /** For players that send for themselves. */
  readonly transport: Carrier;
  /** For those of a partner. */
  readonly relay: Carrier;
  readonly truth: Truth;
  readonly tally: Tally;
  /** The ids of what was accepted, where they are asked for. */
  readonly acceptedIds?: EventIds | undefined;
  /** What was accepted, event by event, where that is asked for. */
  readonly watchLog?: WatchLog | undefined;
  /** The outboxes that still have something to send or an answer to wait for. */
  readonly open: Set<Outbox>;
}

/** What one request carries, however often it is sent. */
interface Batch {
  /** Its place in the player's order. */
  readonly place: number;
  readonly events: readonly PlayerEvent[];
  /** Invalid events behind those of the session. */
  readonly junk: readonly object[];
  readonly json: string;
  readonly heldBack: boolean;
  attempts: number;
}

const MAX_BATCH_EVENTS = 100;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;
const HOLD_MS = [1_000, 4_000] as const;
const MAX_DUPLICATE_DELAY_MS = 5_000;

/** A player's way to the collector: keeps the order, one request at a time, until the faults of delivery have their say. */
export class Outbox {
  private queue: PlayerEvent[] = [];
  private place = 0;
  private newestSent = -1;
  private busy = false;
  private flushWanted = false;
  private offline = false;
  /** What waits for the connection to come back. */
  private readonly parked: (() => void)[] = [];
  private pending = 0;

  constructor(
    private readonly session: Session,
    private readonly delivery: Delivery,
  ) {}

  /** Takes an event; one that can't wait takes all that wait with it. */
  add(event: PlayerEvent, urgent: boolean): void {
    this.queue.push(event);
    this.delivery.open.add(this);
    if (urgent) this.flush();
  }

  /** Sends nothing until then, epoch ms; then all that has waited. */
  goOffline(untilMs: number): void {
    this.offline = true;
    this.delivery.wheel.at(untilMs, () => this.goOnline());
  }

  goOnline(): void {
    this.offline = false;
    for (const task of this.parked.splice(0)) task();
    this.flush();
  }

  /** The player is gone, and with it what it had not sent. */
  discard(): void {
    this.queue = [];
    this.settle();
  }

  private flush(): void {
    this.flushWanted = this.queue.length > 0;
    while (this.queue.length > 0 && !this.busy && !this.offline) {
      const batch = this.take();
      this.pending += 1;
      this.busy = !batch.heldBack;
      if (batch.heldBack) this.later(this.session.chance.uniform(...HOLD_MS), () => this.send(batch));
      else this.send(batch);
      this.flushWanted = this.queue.length > 0;
    }
  }

  private take(): Batch {
    const { chance } = this.session;
    const { rates, tally } = this.delivery;
    const events = this.queue.splice(0, MAX_BATCH_EVENTS);
    const junk = events.slice(-1).flatMap((event) => (chance.chance(rates.junk) ? [toJunk(chance, event)] : []));
    const heldBack = chance.chance(rates.reordered);
    if (heldBack) tally.counts.heldBack += 1;
    const json = [...events, ...junk].map((event) => JSON.stringify(event)).join();
    return { place: this.place++, events, junk, json, heldBack, attempts: 0 };
  }

  private send(batch: Batch): void {
    const leaves = (): void => this.leaves(batch);
    this.whenOnline(() => this.post(batch, leaves, (answer, sentAt) => this.answered(batch, answer, sentAt)));
  }

  private whenOnline(task: () => void): void {
    if (this.offline) this.parked.push(task);
    else task();
  }

  private post(batch: Batch, leaves: () => void, done: (answer: Answer, sentAt: number) => void): void {
    const { clockSkewMs, encoding, isRelayed } = this.session.viewer;
    const { relay, transport } = this.delivery;
    const { json: events } = batch;
    const count = batch.events.length + batch.junk.length;
    (isRelayed ? relay : transport).post({ encoding, clockSkewMs, events, count, leaves, done });
  }

  private leaves(batch: Batch): void {
    const { counts } = this.delivery.tally;
    if (batch.attempts++ > 0) {
      counts.retries += 1;
      return;
    }
    counts.sent += batch.events.length + batch.junk.length;
    counts.junkSent += batch.junk.length;
    if (batch.heldBack && batch.place < this.newestSent) counts.overtaken += 1;
    this.newestSent = Math.max(this.newestSent, batch.place);
  }

  private answered(batch: Batch, answer: Answer, sentAt: number): void {
    const { counts } = this.delivery.tally;
    if (answer.kind !== 'taken') counts.errors += 1;
    switch (answer.kind) {
      case 'taken':
        this.enter(batch, answer, sentAt);
        if (this.session.chance.chance(this.delivery.rates.duplicated)) this.duplicate(batch);
        break;
      case 'rejected':
        counts.abandoned += batch.events.length + batch.junk.length;
        this.delivery.tally.complain(answer.reason);
        break;
      case 'later':
        this.later(Math.max(answer.retryAfterMs, this.backoffMs(batch)), () => this.send(batch));
        return;
    }
    this.pending -= 1;
    if (!batch.heldBack) this.busy = false;
    if (this.flushWanted) this.flush();
    this.settle();
  }

  /** Enters the first answer to a batch into the books. */
  private enter(batch: Batch, answer: Taken, sentAt: number): void {
    const { tally, acceptedIds } = this.delivery;
    const accepted = this.recordTruth(batch, answer, sentAt);
    tally.counts.accepted += batch.events.length + batch.junk.length - answer.refused.length;
    tally.counts.refused += answer.refused.length;
    for (const { index, reason } of answer.refused) if (index < batch.events.length) tally.complain(reason);
    if (acceptedIds) for (const { event_id } of accepted) acceptedIds.add(event_id);
  }

  private recordTruth({ events }: Batch, { receivedAt, refused }: Taken, sentAt: number): readonly PlayerEvent[] {
    const places = new Set(refused.map(({ index }) => index));
    const accepted = places.size === 0 ? events : events.filter((_, index) => !places.has(index));
    this.delivery.truth.record(this.session, accepted, { sentAt, receivedAt });
    this.delivery.watchLog?.record(accepted, { sentAt, receivedAt });
    return accepted;
  }

  /** Once more, for no reason; the truth takes that answer in as well, for the clock may be corrected otherwise by it. */
  private duplicate(batch: Batch): void {
    this.pending += 1;
    const count = (): void => {
      this.delivery.tally.counts.duplicatesSent += batch.events.length + batch.junk.length;
    };
    const done = (answer: Answer, sentAt: number): void => {
      if (answer.kind === 'taken') this.recordTruth(batch, answer, sentAt);
      else this.delivery.tally.counts.errors += 1;
      this.pending -= 1;
      this.settle();
    };
    const again = (): void => this.whenOnline(() => this.post(batch, count, done));
    this.later(this.session.chance.uniform(0, MAX_DUPLICATE_DELAY_MS), again);
  }

  private backoffMs({ attempts }: Batch): number {
    const fullMs = Math.min(FIRST_BACKOFF_MS * 2 ** (attempts - 1), MAX_BACKOFF_MS);
    return this.session.chance.uniform(fullMs / 2, fullMs); // else a crowd that failed as one would return as one
  }

  private later(delayMs: number, task: () => void): void {
    this.delivery.wheel.at(Date.now() + delayMs, task);
  }

  private settle(): void {
    if (this.queue.length === 0 && this.pending === 0) this.delivery.open.delete(this);
  }
}

type Taken = Extract<Answer, { kind: 'taken' }>;
