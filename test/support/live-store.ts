import type { ViewingEvent } from '../../domain/families/viewing';
import { toPresence } from '../../lambdas/live/count-viewers/count-viewers';
import { presenceItems } from '../../lambdas/live/count-viewers/batch-items';
import type { PresencePart } from '../../lambdas/live/publish-counts/presence-part';
import type { PublisherServices, PublisherSettings } from '../../lambdas/live/publish-counts/publisher';
import { timeKey } from '../../lambdas/foundation/time-key';
import { requestRecords } from './delivery';
import { NOW } from './events';

/** One instant in the live counts. */
export interface LiveCount {
  readonly instant: number;
  readonly streams: number;
  readonly rebuffering: number;
  readonly titles: Readonly<Record<string, number>>;
  readonly complete: boolean;
  readonly closed: boolean;
  readonly revision: number;
}

export const SETTINGS: PublisherSettings = { buckets: 1, reportMs: 10_500, closeAfterMs: 60_000, restAfterMs: 180_000 };

/** Presence, progress, live counts and the state of the overflow queue, in memory. */
export class LiveStore implements PublisherServices {
  clock = NOW + 500;
  overflowEmpty = true;
  /** How far each read of presence moves the clock, ms. */
  readsTakeMs = 0;
  /** Every published count, in order, and the newest revision of each instant. */
  readonly published: LiveCount[] = [];
  readonly table = new Map<number, LiveCount>();
  readonly reads: { readonly instant: number; readonly arrivedFrom: number }[] = [];
  readonly watermarks: number[] = [];
  private readonly items = new Map<string, { readonly of: string; readonly batch: string; payload: Buffer }>();
  private readonly arrivals = new Map<number, number>();

  /** Counts events that arrived together, as `count-viewers` does. */
  count(events: readonly ViewingEvent[], arrivedAt: number): void {
    const settings = { buckets: SETTINGS.buckets, salts: 1, closeAfterMs: SETTINGS.closeAfterMs };
    const batch = toPresence(requestRecords(events, arrivedAt, SETTINGS.buckets), settings);
    const start = { shardId: 'shardId-000000000000', sequenceNumber: String(this.items.size), records: events.length };
    for (const { partition, batch: key, payload } of presenceItems(batch, start, settings.closeAfterMs)) {
      const of = partition?.S?.split('#')[0] ?? '';
      const item = { of, batch: key?.S ?? '', payload: Buffer.from(payload?.B ?? []) };
      this.items.set(`${of} ${item.batch}`, item);
    }
    this.countUpTo(arrivedAt);
  }

  /** Records that everything up to this arrival is counted. */
  countUpTo(arrivedAt: number): void {
    this.arrivals.set(0, arrivedAt);
  }

  readonly progress = (): Promise<ReadonlyMap<number, number>> => Promise.resolve(new Map(this.arrivals));
  readonly overflowIsEmpty = (): Promise<boolean> => Promise.resolve(this.overflowEmpty);
  readonly now = (): number => this.clock;

  readonly presence = (instant: number, arrivedFrom: number): Promise<readonly PresencePart[]> => {
    this.reads.push({ instant, arrivedFrom });
    this.clock += this.readsTakeMs;
    return Promise.resolve(this.partsOf(String(instant), arrivedFrom));
  };

  readonly bounds = (arrivedFrom: number): Promise<readonly PresencePart[]> =>
    Promise.resolve(this.partsOf('bounds', arrivedFrom));

  private partsOf(of: string, arrivedFrom: number): readonly PresencePart[] {
    const items = [...this.items.values()].filter((item) => item.of === of && item.batch >= timeKey(arrivedFrom));
    return items.map(({ batch, payload }) => ({ name: `${of} ${batch}`, payload }));
  }

  readonly putWatermarks = (now: number): Promise<void> => {
    this.watermarks.push(now);
    return Promise.resolve();
  };

  publish: PublisherServices['publish'] = ({ instant, counts, completeness, revision }) => {
    const { complete, closed } = completeness;
    const titles = Object.fromEntries(counts.byTitle);
    const count = { instant, ...counts.all, titles, complete, closed, revision };
    this.published.push(count);
    if ((this.table.get(instant)?.revision ?? -1) < revision) this.table.set(instant, count);
    return Promise.resolve();
  };
}
