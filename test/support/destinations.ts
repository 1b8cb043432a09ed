import { type Destinations, DurableStore } from '../../lambdas/ingest/collect/durable-store';
import type { PackedRecord } from '../../domain/ingest';
import type { Overflow } from '../../lambdas/ingest/overflow-message';
import type { PutEntries } from 'aws-clients';

/** A stream in memory that refuses the entries that a test chooses. */
export class FakeStream<Entry> {
  readonly kept: Entry[] = [];
  /** The entries of each call. */
  readonly calls: (readonly Entry[])[] = [];
  /** Refuses an entry at a call, counted from 1. */
  refuses: (entry: Entry, call: number) => boolean = () => false;
  /** While this is set, every call fails as a whole. */
  down = false;

  readonly put: PutEntries<Entry> = (entries) => {
    this.calls.push(entries);
    if (this.down) return Promise.reject(new Error('The stream is down.'));
    const refused = entries.filter((entry) => this.refuses(entry, this.calls.length));
    this.kept.push(...entries.filter((entry) => !refused.includes(entry)));
    return Promise.resolve(refused);
  };
}

/** Everything that `collect` writes to, in memory. */
export class FakeDestinations {
  readonly events = new FakeStream<PackedRecord>();
  readonly quarantine = new FakeStream<string>();
  readonly overflow: Overflow[] = [];
  overflowIsDown = false;
  readonly reports: string[] = [];

  readonly destinations: Destinations = {
    putEvents: this.events.put,
    putQuarantine: this.quarantine.put,
    sendOverflow: (overflow) => {
      if (this.overflowIsDown) return Promise.reject(new Error('The queue is down.'));
      this.overflow.push(overflow);
      return Promise.resolve();
    },
    report: (problem) => this.reports.push(problem),
  };
  readonly store = new DurableStore(this.destinations);

  /** The quarantine's lines, parsed. */
  quarantined(): unknown[] {
    const lines = this.quarantine.kept.join('').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as unknown);
  }
}
