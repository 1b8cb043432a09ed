import { setTimeout as delay } from 'node:timers/promises';
import { EventStream, type StreamEvent } from '../../core/protocols/event-stream';
import type { Limits } from '../../core/limits';
import { type JsonObject, ServiceError } from '../../core/service';
import type { Consumer } from './consumers';
import { toChild } from './describe';
import { hasEnded, readAfter } from './read-shard';
import { toRecord } from './record';
import { arrivedAt, toSequenceNumber } from './sequence';
import type { Shard } from './shard';
import { fanOutMs } from './shard-limits';
import type { Stream } from './stream';

/** A subscription ends after this time; the consumer subscribes again. Source: the API reference of SubscribeToShard. */
const LIFETIME_MS = 300_000;
/** A consumer may replace its subscription to a shard after this time; until then a second one is refused. */
const EXCLUSIVE_MS = 5_000;
/** A shard without new records sends an empty event after this time. */
const HEARTBEAT_MS = 5_000;
/** The most records of an event, and about the most bytes of their data. */
const [MAX_RECORDS, MAX_BYTES] = [1_000, 1024 * 1024];

/** What a consumer subscribes to, and after which sequence it starts. */
export interface Subscription {
  readonly consumer: Consumer;
  readonly stream: Stream;
  readonly shard: Shard;
  readonly after: number;
}

/** An open subscription; `startedAt` is on the clock of `performance.now()`. */
interface Open {
  readonly startedAt: number;
  readonly stopping: AbortController;
}

/** The open subscriptions: a consumer has one per shard. */
export class Subscriptions {
  private readonly open = new Map<string, Open>();

  constructor(
    private readonly now: () => number,
    private readonly limits: () => Limits,
  ) {}

  /** Opens a subscription in place of an earlier one; throws ResourceInUseException when that one is too young. */
  subscribe(subscription: Subscription): EventStream {
    const { consumer, shard } = subscription;
    const key = `${consumer.arn} ${shard.state.shardId}`;
    const earlier = this.open.get(key);
    const startedAt = performance.now();
    if (earlier && startedAt < earlier.startedAt + EXCLUSIVE_MS) {
      const message = `Another active subscription exists for this consumer: ${key}`;
      throw new ServiceError('ResourceInUseException', message);
    }
    earlier?.stopping.abort();
    const opened = { startedAt, stopping: new AbortController() };
    this.open.set(key, opened);
    return new EventStream(this.events(subscription, key, opened));
  }

  /** Ends the subscriptions of a consumer, or all of them. */
  stop(consumer?: Consumer): void {
    for (const [key, { stopping }] of this.open) {
      if (!consumer || key.startsWith(`${consumer.arn} `)) stopping.abort();
    }
  }

  private async *events(subscription: Subscription, key: string, opened: Open): AsyncGenerator<StreamEvent> {
    const { stream, shard } = subscription;
    const { signal } = opened.stopping;
    let next = subscription.after;
    try {
      while (!signal.aborted && performance.now() < opened.startedAt + LIFETIME_MS) {
        const { payload, last, bytes } = this.eventAfter(stream, shard, next);
        next = last;
        yield { type: 'SubscribeToShardEvent', payload };
        if (hasEnded(shard, next)) return;
        const waitMs = fanOutMs(bytes, this.limits());
        if (waitMs > 0) await pause(waitMs, signal);
        if ((shard.log.tip ?? 0) <= next) await changeOf(stream, signal);
      }
    } finally {
      if (this.open.get(key) === opened) this.open.delete(key);
    }
  }

  private eventAfter(stream: Stream, shard: Shard, after: number) {
    const all = readAfter(shard, after, MAX_RECORDS).records;
    let bytes = 0;
    const end = all.findIndex(({ data }, index) => (bytes += data.length) > MAX_BYTES && index > 0);
    const { records, next } = readAfter(shard, after, end < 0 ? MAX_RECORDS : end);
    const ended = hasEnded(shard, next);
    const payload: JsonObject = {
      Records: records.map((record) => toRecord(record, stream.declaration.encrypted)),
      MillisBehindLatest: next >= (shard.log.tip ?? 0) ? 0 : Math.max(0, this.now() - arrivedAt(next)),
      ...(ended
        ? { ChildShards: stream.childrenOf(shard.state.shardId).map(toChild) }
        : { ContinuationSequenceNumber: toSequenceNumber(Math.max(next, shard.state.startingSequence)) }),
    };
    return { payload, last: next, bytes: records.reduce((sum, { data }) => sum + data.length, 0) };
  }
}

/** Resolves after a time, or when the subscription ends. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

/** Resolves when the stream changes, after the time of a heartbeat, or when the subscription ends. */
const changeOf = (stream: Stream, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stopListening();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, HEARTBEAT_MS);
    const stopListening = stream.onChange(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
