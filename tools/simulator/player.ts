import type { EventName } from '../../domain/families/viewing';
import { afterEnd, changed, type Disguise, misreported, secondTab } from './hostile';
import { type Delivery, Outbox } from './outbox';
import { quitBetween, type Step } from './plan';
import type { Session } from './session';

/** Events that are sent at once; other events wait for one of these. */
const URGENT: ReadonlySet<EventName> = new Set([
  ...(['play_request', 'heartbeat', 'buffer_start', 'buffer_end', 'pause', 'error', 'ended', 'quit'] as const),
]);

/** A session goes offline within its first two minutes. */
const LATEST_OFFLINE_MS = 120_000;

/** Plays one session in real time: reports each event when it is due, with its planned time as timestamp. */
export class Player {
  private readonly outbox: Outbox;
  private startedAtMs = 0;
  private previous: Step | undefined;
  private next: Step | undefined;
  private disguise: Disguise = {};

  /** `onEnd` is called once, when the session is over; its last events may not have arrived yet. */
  constructor(
    readonly session: Session,
    private readonly delivery: Delivery,
    private readonly onEnd: (player: Player) => void,
  ) {
    this.outbox = new Outbox(session, delivery);
  }

  start(nowMs: number): void {
    const { rates, wheel } = this.delivery;
    const { chance } = this.session;
    this.startedAtMs = nowMs;
    this.next = this.take();
    if (chance.chance(rates.offline)) {
      const lastsMs = chance.uniform(rates.offlineMinMs, rates.offlineMaxMs);
      const beginsAtMs = nowMs + chance.uniform(0, LATEST_OFFLINE_MS);
      wheel.at(beginsAtMs, () => this.next && this.outbox.goOffline(beginsAtMs + lastsMs));
    }
    this.play(nowMs);
  }

  /** Makes the viewer leave now, before the planned end. */
  quit(nowMs: number): void {
    const { previous, next } = this;
    if (!previous || !next) return;
    this.next = undefined;
    // At most the time of the next step, which may be overdue by a tick, because the state after it is unknown.
    this.report(quitBetween(previous, next, Math.min(next.offsetMs, nowMs - this.startedAtMs)));
    this.onEnd(this);
  }

  private play(nowMs: number): void {
    if (!this.next) return; // the viewer has left
    while (this.next && this.startedAtMs + this.next.offsetMs <= nowMs) {
      this.report(this.next);
      this.previous = this.next;
      this.next = this.take();
    }
    if (this.next) this.delivery.wheel.at(this.startedAtMs + this.next.offsetMs, (laterMs) => this.play(laterMs));
    else this.end();
  }

  private end(): void {
    if (this.previous && !endsSession(this.previous)) this.outbox.discard();
    this.onEnd(this);
  }

  private report(step: Step): void {
    const { lies } = this.session;
    if (!lies) {
      this.send(step);
      return;
    }
    const disguise = (this.disguise = changed(lies, this.disguise));
    this.send(misreported(lies, step), disguise);
    const other = secondTab(lies, step);
    if (other) this.later(other, {});
    if (endsSession(step)) for (const late of afterEnd(step)) this.later(late, disguise);
  }

  private later(step: Step, disguise: Disguise): void {
    this.delivery.wheel.at(this.startedAtMs + step.offsetMs, () => this.send(step, disguise));
  }

  private send({ offsetMs, fields }: Step, disguise: Disguise = {}): void {
    const { ids, viewer, fields: constants } = this.session;
    // Heartbeats are rare while the player is paused, so its events do not wait for one.
    const urgent = URGENT.has(fields.event) || fields.startup_ms !== undefined || fields.state === 'paused';
    const eventTs = this.startedAtMs + offsetMs + viewer.clockSkewMs;
    this.outbox.add({ event_id: ids.uuid(), event_ts: eventTs, ...fields, ...constants, ...disguise }, urgent);
  }

  private take(): Step | undefined {
    const { done, value } = this.session.steps.next();
    return done ? undefined : value;
  }
}

/** Whether an event ends a session. A session without one ends because the player crashed or lost power. */
const endsSession = ({ fields }: Step): boolean =>
  fields.event === 'ended' || fields.event === 'quit' || fields.error_fatal === true;
