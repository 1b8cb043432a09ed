import type { PackedRecord } from '../../../domain/ingest/pack-events';
import { groupForMessages, type Overflow } from '../overflow-message';
import { joinLines } from '../quarantine-stream';
import { type PutEntries, retryEntries } from 'aws-clients';

/** Where a request's events go before it is answered. */
export interface Destinations {
  readonly putEvents: PutEntries<PackedRecord>;
  readonly putQuarantine: PutEntries<string>;
  /** Rejects when the queue does not take it. */
  readonly sendOverflow: (overflow: Overflow) => Promise<void>;
  /** Hears why a call failed as a whole. */
  readonly report: (problem: string, error: unknown) => void;
}

/** Waits of 25 and 50 ms on average: longer ones are the overflow queue's business, not a waiting player's. */
const RETRIES = { attempts: 3, firstWaitMs: 50 };

/** A stream that failed at every attempt is left alone for so long: the overflow queue takes them at once. */
const PAUSE_MS = 500;

/** Makes events and refusals durable, each in its stream or, while that refuses, in the overflow queue. */
export class DurableStore {
  private readonly pausedUntil = { events: 0, quarantine: 0 };

  constructor(
    private readonly to: Destinations,
    private readonly now: () => number = Date.now,
  ) {}

  /** True when every record is durable somewhere. */
  async keepEvents(records: readonly PackedRecord[]): Promise<boolean> {
    const left = await this.put('events', records, this.to.putEvents);
    const groups = groupForMessages(left, ({ data }) => Buffer.byteLength(data));
    return this.overflow(groups.map((group) => ({ target: 'events', records: group })));
  }

  /** True when every line is durable somewhere. */
  async keepRefusals(lines: readonly string[]): Promise<boolean> {
    const left = await this.put('quarantine', joinLines(lines), this.to.putQuarantine);
    const groups = groupForMessages(left, (record) => Buffer.byteLength(record));
    return this.overflow(groups.map((group) => ({ target: 'quarantine', records: group })));
  }

  /**
   * What the stream did not take. A player waits meanwhile, and so do those behind it: a stream that is down is not asked
   * three times for every request, or the collector would be down with it.
   */
  private async put<Entry>(
    target: Overflow['target'],
    entries: readonly Entry[],
    put: PutEntries<Entry>,
  ): Promise<readonly Entry[]> {
    if (this.now() < this.pausedUntil[target]) return entries;
    let failures = 0;
    const left = await retryEntries(entries, put, RETRIES, {
      onError: (error) => {
        this.to.report(`could not put ${target}`, error);
        if (++failures === RETRIES.attempts) this.pausedUntil[target] = this.now() + PAUSE_MS;
      },
    });
    return left;
  }

  private async overflow(messages: readonly Overflow[]): Promise<boolean> {
    const sent = await Promise.all(
      messages.map((message) =>
        this.to.sendOverflow(message).then(
          () => true,
          (error: unknown) => {
            this.to.report('could not send to the overflow queue', error);
            return false;
          },
        ),
      ),
    );
    return sent.every(Boolean);
  }
}
