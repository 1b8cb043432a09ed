import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../core/service';
import type { Journal } from './journal';
import { type Draft, invalid, type Message, sizeOf } from './message';
import type { QueueSettings } from './queue-settings';
import { fromHandle, toHandle } from './receipt-handle';
import type { MetricWindow } from '../../core/metric-window';
import { toQueueWindow } from './queue-window';
import { VisibilityHeap } from './visibility-heap';

/** What a queue is made with. */
export interface QueueProps {
  readonly name: string;
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly journal: Journal;
  /** Epoch ms. */
  readonly now: () => number;
  /** A dead-letter queue by its ARN. */
  readonly find: (arn: string) => Queue | undefined;
}

/** A message with the handle by which its receiver deletes it. */
export interface Receipt {
  readonly message: Message;
  readonly handle: string;
}

interface Waiter {
  readonly maxMessages: number;
  readonly visibilityMs: number | undefined;
  readonly answer: (receipts: readonly Receipt[]) => void;
}

/** A standard queue: in memory, with a journal behind it. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  settings: QueueSettings;
  /** What SQS publishes about it. */
  readonly published: MetricWindow;
  private readonly messages: Map<string, Message>;
  private readonly line = new VisibilityHeap();
  private readonly waiters = new Set<Waiter>();
  private alarm: NodeJS.Timeout | undefined;
  private willServe = false;

  constructor(private readonly props: QueueProps) {
    this.name = props.name;
    this.arn = props.arn;
    this.settings = props.settings;
    this.published = toQueueWindow(props.name);
    this.messages = props.journal.read();
    for (const message of this.messages.values()) this.line.put(message);
    this.compact();
  }

  send(draft: Draft, delaySeconds = this.settings.DelaySeconds): Message {
    if (sizeOf(draft) > this.settings.MaximumMessageSize) {
      throw invalid(`Message must be shorter than ${this.settings.MaximumMessageSize} bytes.`);
    }
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
      throw invalid(`Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: must be 0 to 900.`);
    }
    this.published.count('NumberOfMessagesSent');
    const sentAt = this.props.now();
    const visibleAt = sentAt + delaySeconds * 1_000;
    const { body, attributes, systemAttributes } = draft; // and not what else it may be, such as another queue's message
    return this.accept({ id: randomUUID(), body, attributes, systemAttributes, sentAt, visibleAt, receiveCount: 0 });
  }

  /**
   * Up to `maxMessages`, each invisible for `visibilityMs`, or what the queue says, from when it is received; waits up to
   * `waitMs` for the first.
   */
  receive(maxMessages: number, waitMs: number, visibilityMs?: number): Promise<readonly Receipt[]> {
    const receipts = this.take(maxMessages, visibilityMs);
    if (receipts.length > 0 || waitMs <= 0) return Promise.resolve(receipts);
    return new Promise((resolve) => {
      const answer = (found: readonly Receipt[]): void => {
        clearTimeout(patience);
        this.waiters.delete(waiter);
        resolve(found);
      };
      const waiter = { maxMessages, visibilityMs, answer };
      const patience = setTimeout(() => answer([]), waitMs);
      this.waiters.add(waiter);
      this.setAlarm();
    });
  }

  /** Does nothing when the message is gone, or was received again since: then it belongs to the later receiver. */
  remove(handle: string): void {
    const { message, isLatest } = this.resolve(handle);
    if (!message || !isLatest) return;
    this.drop(message);
    this.published.count('NumberOfMessagesDeleted');
  }

  changeVisibility(handle: string, seconds: number): void {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200) {
      throw invalid(`Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: must be 0 to 43200.`);
    }
    const { message, isLatest } = this.resolve(handle);
    if (!message) throw invalid('Message does not exist or is not available for visibility timeout change.');
    if (!isLatest || message.visibleAt <= this.props.now()) {
      throw new ServiceError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    message.visibleAt = this.props.now() + seconds * 1_000;
    this.record(message);
    this.wake();
  }

  purge(): void {
    this.messages.clear();
    this.line.clear();
    this.compact();
  }

  /** Hands every visible message to the queue that `target` finds, as a message of its own; returns how many. */
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

  /** How many messages there are to receive, in a receiver's hands, and not yet due; and the age of the oldest, seconds. */
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

  /** Answers who is waiting, with nothing. */
  close(): void {
    for (const waiter of this.waiters) waiter.answer([]);
    clearTimeout(this.alarm);
    this.props.journal.close();
  }

  private accept(message: Message): Message {
    this.messages.set(message.id, message);
    this.line.put(message);
    this.props.journal.add(message);
    this.compactIfGrown();
    this.wake();
    return message;
  }

  private take(maxMessages: number, visibilityMs = this.settings.VisibilityTimeout * 1_000): readonly Receipt[] {
    const now = this.props.now();
    const taken: Message[] = [];
    for (let next = this.line.first(); next && next.visibleAt <= now; next = this.line.first()) {
      if (taken.length === maxMessages) break;
      if (this.isExpired(next, now)) this.drop(next);
      else if (!this.giveUp(next, now)) {
        this.line.remove(next); // until all are taken: with a timeout of 0 it would come round again at once
        taken.push(next);
      }
    }
    this.published.count('NumberOfMessagesReceived', taken.length);
    for (const message of taken) {
      message.visibleAt = now + visibilityMs;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.record(message);
    }
    return taken.map((message) => ({ message: { ...message }, handle: toHandle(this.name, message) }));
  }

  /** Moves a message that was received too often to the dead-letter queue; true when it did. */
  private giveUp(message: Message, now: number): boolean {
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
    this.line.put(message);
    this.props.journal.change(message);
    this.compactIfGrown();
  }

  private drop(message: Message): void {
    this.messages.delete(message.id);
    this.line.remove(message);
    this.props.journal.remove(message);
    this.compactIfGrown();
  }

  private compactIfGrown(): void {
    if (this.props.journal.hasGrown) this.compact();
  }

  private compact(): void {
    this.props.journal.rewrite(this.messages.values());
  }

  /** Serves the waiting receivers soon: not at once, so that a batch of messages reaches one of them together. */
  private wake(): void {
    if (this.waiters.size === 0 || this.willServe) return;
    this.willServe = true;
    setImmediate(() => {
      this.willServe = false;
      this.serve();
    });
  }

  private serve(): void {
    for (const waiter of this.waiters) {
      const receipts = this.take(waiter.maxMessages, waiter.visibilityMs);
      if (receipts.length === 0) break;
      waiter.answer(receipts);
    }
    this.setAlarm();
  }

  /** Wakes the waiting receivers when the next message becomes visible. */
  private setAlarm(): void {
    clearTimeout(this.alarm);
    const next = this.line.first();
    if (!next || this.waiters.size === 0) return;
    this.alarm = setTimeout(() => this.serve(), Math.max(0, next.visibleAt - this.props.now()));
  }

  private resolve(handle: string): { readonly message: Message | undefined; readonly isLatest: boolean } {
    const { id, receiveCount } = fromHandle(this.name, handle);
    const message = this.messages.get(id);
    return { message, isLatest: message?.receiveCount === receiveCount };
  }
}
