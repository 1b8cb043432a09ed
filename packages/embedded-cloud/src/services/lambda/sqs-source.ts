import { setTimeout as delay } from 'node:timers/promises';
import type { QueueMessage } from '../../core/ports';
import { readQueue } from '../../core/role-accesses';
import { failedItems } from './batch-failures';
import type { EventSource, SourceServices } from './event-source';
import { MAX_PAYLOAD_BYTES } from './kinesis-event';
import type { SqsMapping } from './mapping-settings';
import type { Outcome } from '../../core/ports';
import { toSqsEvent } from './sqs-event';

/** The maximum number of messages per ReceiveMessage. */
const MAX_RECEIVE = 10;

/** How long one call waits for messages of an empty queue; a stop waits as long. */
const LONG_POLL_MS = 1_000;

/** The pause after a failed poll. */
const PAUSE_MS = 1_000;

/** How long a stop waits at most for the batches in flight. Messages of unfinished batches are delivered again. */
const STOP_MS = 5_000;

/** The approximate size of the fields around a message's body in an event. */
const ENVELOPE_BYTES = 1_000;

/**
 * Invokes a function with the messages of an SQS queue: each poller gathers a batch, delivers it and deletes the messages
 * that succeeded. A failed message becomes visible again and finally moves to the dead-letter queue, so SQS does the
 * retries.
 */
export class SqsSource implements EventSource {
  lastResult = 'No records processed';
  private readonly stopping = new AbortController();
  private pollers: readonly Promise<void>[] = [];

  constructor(
    readonly mapping: SqsMapping,
    private readonly services: SourceServices,
  ) {}

  start(): void {
    if (!this.mapping.enabled) return;
    this.pollers = Array.from({ length: this.mapping.concurrency }, () => this.poll());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.race([Promise.all(this.pollers), delay(STOP_MS, undefined, { ref: false })]);
  }

  /** Returns no metrics, because SQS itself publishes those of messages. */
  takeMetrics(): readonly [] {
    return [];
  }

  private async poll(): Promise<void> {
    while (!this.isStopping()) {
      try {
        const batch = await this.gather();
        if (batch.length > 0) await this.deliver(batch);
      } catch (error) {
        this.log(`could not poll: ${error instanceof Error ? error.message : String(error)}`);
        await delay(PAUSE_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** Waits for a first message, then until the batch is full or the batching window is over. */
  private async gather(): Promise<readonly QueueMessage[]> {
    const { batchSize, windowMs } = this.mapping;
    const batch = [...(await this.receive(Math.min(MAX_RECEIVE, batchSize), LONG_POLL_MS))];
    let bytes = sizeOf(batch);
    const deadline = Date.now() + windowMs;
    while (batch.length > 0 && batch.length < batchSize && !this.isStopping()) {
      const waitMs = deadline - Date.now();
      // Received messages must be delivered, so the poller does not receive messages that may not fit.
      if (waitMs <= 0 || bytes > MAX_PAYLOAD_BYTES / 2) break;
      // A failure only ends the gathering: messages already received must not wait for their visibility timeout.
      const more = await this.receive(Math.min(MAX_RECEIVE, batchSize - batch.length), waitMs).catch(() => undefined);
      if (!more) break;
      batch.push(...more);
      bytes += sizeOf(more);
    }
    return batch;
  }

  private async receive(maxMessages: number, waitMs: number): Promise<readonly QueueMessage[]> {
    const { faults, queues, sessionOf } = this.services;
    sessionOf(this.mapping.functionArn)?.check(...readQueue(this.mapping.sourceArn));
    if (faults.strikes('sqs', 'throttle') || faults.strikes('sqs', 'fail')) throw new Error('Injected fault of sqs.');
    return queues.receive(this.mapping.sourceArn, maxMessages, waitMs);
  }

  private async deliver(batch: readonly QueueMessage[]): Promise<void> {
    const event = toSqsEvent(batch, this.mapping.sourceArn);
    const outcome = await this.services.invoker.invokePayload(this.mapping.functionArn, event);
    const failed = this.failed(outcome, batch);
    const done = batch.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }) => receiptHandle);
    this.lastResult = outcome.ok ? 'OK' : 'PROBLEM: Function call failed';
    if (failed.size === 0 && this.services.faults.strikes('lambda', 'deliverTwice')) {
      await this.services.invoker.invokePayload(this.mapping.functionArn, event);
    }
    for (let from = 0; from < done.length; from += MAX_RECEIVE) {
      await this.services.queues.remove(this.mapping.sourceArn, done.slice(from, from + MAX_RECEIVE));
    }
  }

  /** The ids of the messages that remain in the queue. */
  private failed(outcome: Outcome, batch: readonly QueueMessage[]): ReadonlySet<string> {
    const all = new Set(batch.map(({ messageId }) => messageId));
    if (!outcome.ok) return all;
    if (!this.mapping.reportsItemFailures) return new Set();
    const identifiers = failedItems(outcome.payload);
    return identifiers?.every((id) => all.has(id)) ? new Set(identifiers) : all;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private log(line: string): void {
    this.services.log(this.mapping.functionArn, `${this.mapping.uuid} ${line}`);
  }
}

const sizeOf = (messages: readonly QueueMessage[]): number =>
  messages.reduce((sum, { body }) => sum + Buffer.byteLength(body) + ENVELOPE_BYTES, 0);
