import { type PutEntries, retryEntries } from 'aws-clients';
import type { PackedRecord } from '../../../domain/ingest/pack-events';
import { groupForMessages, type Overflow } from '../overflow-message';
import { joinLines } from '../quarantine-stream';

/** Where the events of a request are stored before it is answered. */
export interface Destinations {
  readonly putEvents: PutEntries<PackedRecord>;
  readonly putQuarantine: PutEntries<string>;
  /** Rejects if the queue does not accept it. */
  readonly sendOverflow: (overflow: Overflow) => Promise<void>;
  /** Called with the error of a call that failed as a whole. */
  readonly report: (problem: string, error: unknown) => void;
}

/** Waits of 25 and 50 ms on average. The player waits meanwhile, so longer outages are left to the overflow queue. */
const RETRIES = { attempts: 3, firstWaitMs: 50 };

/** After a stream has failed at every attempt, entries go straight to the overflow queue for this long. */
const PAUSE_MS = 500;

/** Stores events and refusals durably: in their streams, or in the overflow queue while a stream refuses them. */
export class DurableStore {
  private readonly pausedUntil = { events: 0, quarantine: 0 };

  constructor(
    private readonly to: Destinations,
    private readonly now: () => number = Date.now,
  ) {}

  /** True if every record is stored durably. */
  async keepEvents(records: readonly PackedRecord[]): Promise<boolean> {
    const refused = await this.put('events', records, this.to.putEvents);
    const groups = groupForMessages(refused, ({ data }) => Buffer.byteLength(data));
    return this.overflow(groups.map((group) => ({ target: 'events', records: group })));
  }

  /** True if every line is stored durably. */
  async keepRefusals(lines: readonly string[]): Promise<boolean> {
    const refused = await this.put('quarantine', joinLines(lines), this.to.putQuarantine);
    const groups = groupForMessages(refused, (record) => Buffer.byteLength(record));
    return this.overflow(groups.map((group) => ({ target: 'quarantine', records: group })));
  }

  /**
   * Returns the entries that the stream did not accept. The player waits meanwhile, and so do the requests behind it: if
   * every request tried a stream that is down three times, the collector would be down as well.
   */
  private async put<Entry>(
    target: Overflow['target'],
    entries: readonly Entry[],
    put: PutEntries<Entry>,
  ): Promise<readonly Entry[]> {
    if (this.now() < this.pausedUntil[target]) return entries;
    let failures = 0;
    return retryEntries(entries, put, RETRIES, {
      onError: (error) => {
        this.to.report(`Could not put ${target}`, error);
        if (++failures === RETRIES.attempts) this.pausedUntil[target] = this.now() + PAUSE_MS;
      },
    });
  }

  private async overflow(messages: readonly Overflow[]): Promise<boolean> {
    const sent = await Promise.all(
      messages.map((message) =>
        this.to.sendOverflow(message).then(
          () => true,
          (error: unknown) => {
            this.to.report('Could not send to the overflow queue', error);
            return false;
          },
        ),
      ),
    );
    return sent.every(Boolean);
  }
}
