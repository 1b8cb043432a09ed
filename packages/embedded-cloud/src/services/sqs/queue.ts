import { randomUUID } from 'node:crypto';
import type { Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';
import { InFlightLimit } from './in-flight-limit';
import { integerInRange, invalidParameter } from './invalid-parameter';
import type { Journal } from './journal';
import { type Draft, type Message, sizeOf } from './message';
import { type QueueSettings, maxMessageBytes, SETTING_RANGES } from './queue-settings';
import { fromHandle, type Receipt, toHandle } from './receipt-handle';
import type { MetricWindow } from '../../core/metric-window';
import { toQueueWindow } from './queue-window';
import { VisibilityHeap } from './visibility-heap';

/** The constructor arguments of a queue. */
export interface QueueProps {
  readonly name: string;
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly journal: Journal;
  /** Epoch ms. */
  readonly now: () => number;
  readonly limits: Limits;
  /** Finds a dead-letter queue by its ARN. */
  readonly find: (arn: string) => Queue | undefined;
}

interface Waiter {
  readonly maxMessages: number;
  readonly visibilityMs: number | undefined;
  readonly answer: (receipts: readonly Receipt[]) => void;
}

/** A standard queue, held in memory and recorded in a journal. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly limits: Limits;
  settings: QueueSettings;
  readonly metrics: MetricWindow;
  private readonly messages: Map<string, Message>;
  private readonly byVisibility = new VisibilityHeap();
  private readonly waiters = new Set<Waiter>();
  private wakeTimer: NodeJS.Timeout | undefined;
  private isServeScheduled = false;
  private readonly inFlight: InFlightLimit;

  constructor(private readonly props: QueueProps) {
    this.name = props.name;
    this.arn = props.arn;
    this.limits = props.limits;
    this.settings = props.settings;
    this.metrics = toQueueWindow(props.name);
    this.messages = props.journal.read();
    this.inFlight = new InFlightLimit(props.limits.messagesInFlight, this.messages.size, () => this.counts().inFlight);
    for (const message of this.messages.values()) this.byVisibility.put(message);
    this.compact();
  }

  send(draft: Draft, delaySeconds = this.settings.DelaySeconds): Message {
    const maxBytes = maxMessageBytes(this.settings, this.limits);
    if (sizeOf(draft) > maxBytes) throw invalidParameter(`Message must be shorter than ${maxBytes} bytes.`);
    integerInRange('DelaySeconds', delaySeconds, SETTING_RANGES.DelaySeconds);
    this.metrics.count('NumberOfMessagesSent');
    const sentAt = this.props.now();
    const visibleAt = sentAt + delaySeconds * 1_000;
    const { body, attributes, systemAttributes } = draft; // only these: the draft may be a message of another queue
    return this.accept({ id: randomUUID(), body, attributes, systemAttributes, sentAt, visibleAt, receiveCount: 0 });
  }

  /**
   * Receives up to `maxMessages` and hides each of them for `visibilityMs` (by default, the timeout of the queue).
   * Waits up to `waitMs` for the first message. Throws OverLimit when too many messages are in flight, but not while it
   * waits, as the API reference of ReceiveMessage says.
   */
  receive(maxMessages: number, waitMs: number, visibilityMs?: number): Promise<readonly Receipt[]> {
    if (waitMs <= 0 && this.inFlight.isReached) throw new ServiceError('OverLimit', 'Too many messages are in flight.');
    const receipts = this.takeVisible(maxMessages, visibilityMs);
    if (receipts.length > 0 || waitMs <= 0) return Promise.resolve(receipts);
    return new Promise((resolve) => {
      const answer = (found: readonly Receipt[]): void => {
        clearTimeout(timeout);
        this.waiters.delete(waiter);
        resolve(found);
      };
      const waiter = { maxMessages, visibilityMs, answer };
      const timeout = setTimeout(() => answer([]), waitMs);
      this.waiters.add(waiter);
      this.scheduleWake();
    });
  }

  /** Deletes a message. Does nothing when it is gone, or when a later receiver has it. */
  remove(handle: string): void {
    const { message, isLatest } = this.resolve(handle);
    if (!message || !isLatest) return;
    this.drop(message);
    this.metrics.count('NumberOfMessagesDeleted');
  }

  changeVisibility(handle: string, seconds: number): void {
    integerInRange('VisibilityTimeout', seconds, SETTING_RANGES.VisibilityTimeout);
    const { message, isLatest } = this.resolve(handle);
    if (!message) throw invalidParameter('Message does not exist or is not available for visibility timeout change.');
    if (!isLatest || message.visibleAt <= this.props.now()) {
      throw new ServiceError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    message.visibleAt = this.props.now() + seconds * 1_000;
    this.record(message);
    this.wake();
  }

  purge(): void {
    this.messages.clear();
    this.byVisibility.clear();
    this.compact();
  }

  /** Sends every visible message to the queue that `target` returns for it, as a new message; returns how many. */
  moveAll(target: (message: Message) => Queue | undefined): number {
    const now = this.props.now();
    const moving = [...this.messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    return moving.filter((message) => {
      const queue = target(message);
      queue?.send(message, 0);
      if (queue) this.drop(message);
      return queue !== undefined;
    }).length;
  }

  /** Counts the messages by state, and returns the age of the oldest one in seconds. */
  counts(): Readonly<Record<'visible' | 'inFlight' | 'delayed' | 'oldestAgeSeconds', number>> {
    const now = this.props.now();
    const counts = { visible: 0, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 };
    for (const message of this.messages.values()) {
      if (this.isExpired(message, now)) continue;
      counts.oldestAgeSeconds = Math.max(counts.oldestAgeSeconds, (now - message.sentAt) / 1_000);
      counts[message.visibleAt <= now ? 'visible' : message.receiveCount > 0 ? 'inFlight' : 'delayed'] += 1;
    }
    return counts;
  }

  /** Releases the waiting receivers, without messages, and closes the journal. */
  close(): void {
    for (const waiter of this.waiters) waiter.answer([]);
    clearTimeout(this.wakeTimer);
    this.props.journal.close();
  }

  private accept(message: Message): Message {
    this.messages.set(message.id, message);
    this.byVisibility.put(message);
    this.props.journal.add(message);
    this.compactIfGrown();
    this.wake();
    return message;
  }

  private takeVisible(maxMessages: number, visibilityMs = this.settings.VisibilityTimeout * 1_000): readonly Receipt[] {
    if (this.inFlight.isReached) return [];
    const now = this.props.now();
    const received: Message[] = [];
    for (let next = this.byVisibility.first(); next && next.visibleAt <= now; next = this.byVisibility.first()) {
      if (received.length === maxMessages) break;
      if (this.isExpired(next, now)) this.drop(next);
      else if (!this.moveToDeadLetters(next, now)) {
        this.byVisibility.remove(next); // until the loop ends: with a timeout of 0, the loop would find it again
        received.push(next);
      }
    }
    this.metrics.count('NumberOfMessagesReceived', received.length);
    this.inFlight.add(received.length);
    for (const message of received) {
      message.visibleAt = now + visibilityMs;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.record(message);
    }
    return received.map((message) => ({ message: { ...message }, handle: toHandle(this.name, message) }));
  }

  /** Moves a message that was received too often to the dead-letter queue; returns whether it did. */
  private moveToDeadLetters(message: Message, now: number): boolean {
    const { redrive } = this.settings;
    if (!redrive || message.receiveCount < redrive.maxReceiveCount) return false;
    const target = this.props.find(redrive.deadLetterTargetArn);
    if (!target || target === this) return false;
    target.accept({ ...message, visibleAt: now, deadLetterSourceArn: this.arn });
    this.drop(message);
    return true;
  }

  private isExpired({ sentAt }: Message, now: number): boolean {
    return sentAt + this.settings.MessageRetentionPeriod * 1_000 <= now;
  }

  private record(message: Message): void {
    this.byVisibility.put(message);
    this.props.journal.change(message);
    this.compactIfGrown();
  }

  private drop(message: Message): void {
    this.messages.delete(message.id);
    this.byVisibility.remove(message);
    this.props.journal.remove(message);
    this.compactIfGrown();
  }

  private compactIfGrown(): void {
    if (this.props.journal.hasGrown) this.compact();
  }

  private compact(): void {
    this.props.journal.rewrite(this.messages.values());
  }

  /** Serves the waiting receivers in the next turn of the event loop, so that one of them gets a whole batch. */
  private wake(): void {
    if (this.waiters.size === 0 || this.isServeScheduled) return;
    this.isServeScheduled = true;
    setImmediate(() => {
      this.isServeScheduled = false;
      this.serve();
    });
  }

  private serve(): void {
    for (const waiter of this.waiters) {
      const receipts = this.takeVisible(waiter.maxMessages, waiter.visibilityMs);
      if (receipts.length === 0) break;
      waiter.answer(receipts);
    }
    this.scheduleWake();
  }

  /** Serves the waiting receivers when the next message becomes visible. */
  private scheduleWake(): void {
    clearTimeout(this.wakeTimer);
    const next = this.byVisibility.first();
    if (!next || this.waiters.size === 0) return;
    this.wakeTimer = setTimeout(() => this.serve(), Math.max(0, next.visibleAt - this.props.now()));
  }

  private resolve(handle: string): { readonly message: Message | undefined; readonly isLatest: boolean } {
    const { id, receiveCount } = fromHandle(this.name, handle);
    const message = this.messages.get(id);
    return { message, isLatest: message?.receiveCount === receiveCount };
  }
}
