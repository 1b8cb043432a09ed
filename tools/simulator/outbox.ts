import type { PlayerEvent } from '../../domain/families/viewing';
import type { Answer } from './answer';
import { type Acknowledgement, MeasuredClock } from './clock';
import type { EventIds } from './event-ids';
import { toJunk } from './junk';
import type { DeliveryRates } from './rates';
import type { Session } from './session';
import type { Tally } from './tally';
import type { TimingWheel } from './timing-wheel';
import type { Carrier } from './transport';
import type { Truth } from './truth';
import type { Encoding } from './viewer';
import type { WatchLog } from './watch-log';

/** The objects that all outboxes share. */
export interface Delivery {
  readonly rates: DeliveryRates;
  readonly wheel: TimingWheel;
  /** For players that send their own requests. */
  readonly transport: Carrier;
  /** For a partner's players. */
  readonly relay: Carrier;
  readonly truth: Truth;
  readonly tally: Tally;
  /** The ids of the accepted events. @default - not recorded */
  readonly acceptedIds?: EventIds | undefined;
  /** The accepted events. @default - not recorded */
  readonly watchLog?: WatchLog | undefined;
  /** The outboxes that have something to send or wait for an answer. */
  readonly open: Set<Outbox>;
}

/** The content of one request, which may be sent several times. */
interface Batch {
  /** Its position in the order of the player's requests. */
  readonly position: number;
  readonly events: readonly PlayerEvent[];
  /** Invalid events, after those of the session. */
  readonly junk: readonly object[];
  readonly json: string;
  readonly heldBack: boolean;
  encoding: Encoding;
  attempts: number;
}

const MAX_BATCH_EVENTS = 100;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;
const HOLD_MS = [1_000, 4_000] as const;
const MAX_DUPLICATE_DELAY_MS = 5_000;

/**
 * Sends a player's events to the collector: in order and one request at a time, apart from the simulated faults of
 * delivery.
 */
export class Outbox {
  private queue: PlayerEvent[] = [];
  private position = 0;
  private newestSent = -1;
  private busy = false;
  private flushWanted = false;
  private offline = false;
  /** Tasks that wait for the connection. */
  private readonly parked: (() => void)[] = [];
  private pending = 0;
  private encoding: Encoding;
  private readonly clock = new MeasuredClock();

  constructor(
    private readonly session: Session,
    private readonly delivery: Delivery,
  ) {
    this.encoding = session.viewer.encoding;
  }

  /** Queues an event; an urgent event sends the whole queue. */
  add(event: PlayerEvent, urgent: boolean): void {
    this.queue.push(event);
    this.delivery.open.add(this);
    if (urgent) this.flush();
  }

  /** Sends nothing until a time, epoch ms, and then the whole queue. */
  goOffline(untilMs: number): void {
    this.offline = true;
    this.delivery.wheel.at(untilMs, () => this.goOnline());
  }

  goOnline(): void {
    this.offline = false;
    for (const task of this.parked.splice(0)) task();
    this.flush();
  }

  /** Drops the queue of a player that vanished. */
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
    return { position: this.position++, events, junk, json, heldBack, encoding: this.encoding, attempts: 0 };
  }

  private send(batch: Batch): void {
    const onSend = (): void => this.countSent(batch);
    this.whenOnline(() => this.post(batch, onSend, (answer, sent) => this.receive(batch, answer, sent)));
  }

  private whenOnline(task: () => void): void {
    if (this.offline) this.parked.push(task);
    else task();
  }

  private post(batch: Batch, onSend: () => void, receive: (answer: Answer, sent: Sent) => void): void {
    const { clockSkewMs, isRelayed, measuresClock } = this.session.viewer;
    const clockOffsetMs = measuresClock ? this.clock.offsetMs : undefined;
    const onAnswer = (answer: Answer, sentAt: number): void => {
      if (answer.kind === 'accepted') this.clock.note({ sentAt, ...answer }, Date.now() + clockSkewMs);
      receive(answer, { sentAt, clockOffsetMs });
    };
    const { relay, transport } = this.delivery;
    const { encoding, json: events } = batch;
    const count = batch.events.length + batch.junk.length;
    (isRelayed ? relay : transport).post({ encoding, clockSkewMs, clockOffsetMs, events, count, onSend, onAnswer });
  }

  private countSent(batch: Batch): void {
    const { counts } = this.delivery.tally;
    if (batch.attempts++ > 0) {
      counts.retries += 1;
      return;
    }
    counts.sent += batch.events.length + batch.junk.length;
    counts.junkSent += batch.junk.length;
    if (batch.heldBack && batch.position < this.newestSent) counts.overtaken += 1;
    this.newestSent = Math.max(this.newestSent, batch.position);
  }

  private receive(batch: Batch, answer: Answer, sent: Sent): void {
    const { counts } = this.delivery.tally;
    if (answer.kind !== 'accepted') counts.errors += 1;
    switch (answer.kind) {
      case 'accepted':
        this.recordAnswer(batch, answer, sent);
        if (this.session.chance.chance(this.delivery.rates.duplicated)) this.duplicate(batch);
        break;
      case 'uncompressed':
        if (batch.encoding === 'gzip') {
          batch.encoding = this.encoding = 'json'; // for all later requests too
          this.send(batch);
          return;
        }
        this.abandon(batch, answer.reason);
        break;
      case 'rejected':
        this.abandon(batch, answer.reason);
        break;
      case 'retry':
        this.later(Math.max(answer.retryAfterMs, this.backoffMs(batch)), () => this.send(batch));
        return;
    }
    this.pending -= 1;
    if (!batch.heldBack) this.busy = false;
    if (this.flushWanted) this.flush();
    this.settle();
  }

  private abandon(batch: Batch, reason: string): void {
    const { tally } = this.delivery;
    tally.counts.abandoned += batch.events.length + batch.junk.length;
    tally.addRefusalReason(reason);
  }

  /** Records the first answer to a batch. */
  private recordAnswer(batch: Batch, answer: Accepted, sent: Sent): void {
    const { tally, acceptedIds } = this.delivery;
    const accepted = this.recordTruth(batch, answer, sent);
    tally.counts.accepted += batch.events.length + batch.junk.length - answer.refused.length;
    tally.counts.refused += answer.refused.length;
    for (const { index, reason } of answer.refused) if (index < batch.events.length) tally.addRefusalReason(reason);
    if (acceptedIds) for (const { event_id } of accepted) acceptedIds.add(event_id);
  }

  private recordTruth({ events }: Batch, { receivedAt, refused }: Accepted, sent: Sent): readonly PlayerEvent[] {
    const indexes = new Set(refused.map(({ index }) => index));
    const accepted = indexes.size === 0 ? events : events.filter((_, index) => !indexes.has(index));
    this.delivery.truth.record(this.session.number, accepted, { ...sent, receivedAt });
    this.delivery.watchLog?.record(accepted, { ...sent, receivedAt });
    return accepted;
  }

  /**
   * Sends an acknowledged batch again. The second answer is recorded too, because it may lead to another correction of
   * the clock.
   */
  private duplicate(batch: Batch): void {
    this.pending += 1;
    const count = (): void => {
      this.delivery.tally.counts.duplicatesSent += batch.events.length + batch.junk.length;
    };
    const onAnswer = (answer: Answer, sent: Sent): void => {
      if (answer.kind === 'accepted') this.recordTruth(batch, answer, sent);
      else this.delivery.tally.counts.errors += 1;
      this.pending -= 1;
      this.settle();
    };
    const again = (): void => this.whenOnline(() => this.post(batch, count, onAnswer));
    this.later(this.session.chance.uniform(0, MAX_DUPLICATE_DELAY_MS), again);
  }

  private backoffMs({ attempts }: Batch): number {
    const fullMs = Math.min(FIRST_BACKOFF_MS * 2 ** (attempts - 1), MAX_BACKOFF_MS);
    return this.session.chance.uniform(fullMs / 2, fullMs); // spreads the retries of players that failed together
  }

  private later(delayMs: number, task: () => void): void {
    this.delivery.wheel.at(Date.now() + delayMs, task);
  }

  private settle(): void {
    if (this.queue.length === 0 && this.pending === 0) this.delivery.open.delete(this);
  }
}

type Accepted = Extract<Answer, { kind: 'accepted' }>;

/** What a request said about its player's clock. */
type Sent = Omit<Acknowledgement, 'receivedAt'>;
