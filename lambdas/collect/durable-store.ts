import type { PackedRecord } from '../../domain/events/pack-events';
import { groupForMessages, type Overflow } from '../shared/overflow-message';
import { joinLines } from '../shared/quarantine-stream';
import { type PutEntries, retryEntries } from '../shared/retry-entries';

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

/** Makes events and refusals durable, each in its stream or, while that refuses, in the overflow queue. */
export class DurableStore {
  constructor(private readonly to: Destinations) {}

  /** True when every record is durable somewhere. */
  async keepEvents(records: readonly PackedRecord[]): Promise<boolean> {
    const left = await retryEntries(records, this.to.putEvents, RETRIES, this.failed('put events'));
    const groups = groupForMessages(left, ({ data }) => Buffer.byteLength(data));
    return this.overflow(groups.map((group) => ({ target: 'events', records: group })));
  }

  /** True when every line is durable somewhere. */
  async keepRefusals(lines: readonly string[]): Promise<boolean> {
    const left = await retryEntries(joinLines(lines), this.to.putQuarantine, RETRIES, this.failed('put refusals'));
    const groups = groupForMessages(left, (record) => Buffer.byteLength(record));
    return this.overflow(groups.map((group) => ({ target: 'quarantine', records: group })));
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

  private failed(action: string): (error: unknown) => void {
    return (error) => this.to.report(`could not ${action}`, error);
  }
}
