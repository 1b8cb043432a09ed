import type { LakeObject, LakePage } from '../../../../lambdas/lake/lake-objects';
import { inspectPage, type MovedObject } from '../../../../lambdas/lake/curate/inspect-raw';

const ARRIVAL = '2026-11-24';
const PAGE = 1_000;
const HOUR = 3_600_000;
const MIDNIGHT = Date.parse(`${ARRIVAL}T00:00:00Z`);
const BYTES = 14_000_000;

/** A date of many objects, put evenly over the day. All of them are unreadable. */
class BusyDate {
  readonly bytesRead = new Map<string, number>();
  /** The largest number of footers that were read at the same time. */
  mostAtOnce = 0;
  private atOnce = 0;

  constructor(private readonly count: number) {}

  page(_: string, after?: string): Promise<LakePage> {
    const from = after === undefined ? 0 : Number(after.slice(-6)) + 1;
    const size = Math.min(PAGE, this.count - from);
    const objects = Array.from({ length: size }, (_unused, n) => this.objectAt(from + n));
    return Promise.resolve({ objects, next: from + size < this.count ? objects.at(-1)?.key : undefined });
  }

  async read(key: string, start: number, end: number): Promise<Uint8Array> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    this.bytesRead.set(key, (this.bytesRead.get(key) ?? 0) + end - start);
    await Promise.resolve();
    this.atOnce -= 1;
    return new Uint8Array(end - start);
  }

  move(): Promise<void> {
    return Promise.resolve();
  }

  private objectAt(index: number): LakeObject {
    const key = `raw/viewing_events/dt=${ARRIVAL}/events-${String(index).padStart(6, '0')}`;
    return { key, bytes: BYTES, modifiedAt: MIDNIGHT + (index / this.count) * 24 * HOUR };
  }
}

describe('inspectPage', () => {
  /** Inspects every page; returns what was moved in each. */
  const inspectAll = async (date: BusyDate, since?: number): Promise<readonly (readonly MovedObject[])[]> => {
    const pages: (readonly MovedObject[])[] = [];
    let after: string | undefined;
    do {
      const { moved, next } = await inspectPage(date, ARRIVAL, { after, since });
      pages.push(moved);
      after = next;
    } while (after !== undefined);
    return pages;
  };

  it('inspects each object of a busy date once, a thousand in a page, and reads at most 32 KB of it', async () => {
    const date = new BusyDate(12_500);
    const pages = await inspectAll(date);
    expect(pages.map((moved) => moved.length)).toEqual([...Array.from({ length: 12 }, () => PAGE), 500]);
    expect(date.bytesRead.size).toBe(12_500);
    expect(Math.max(...date.bytesRead.values())).toBeLessThanOrEqual(32_768);
    expect(date.mostAtOnce).toBeLessThanOrEqual(32);
  });

  it('leaves out objects that an earlier inspection has seen, except those of its last quarter of an hour', async () => {
    const date = new BusyDate(2_400);
    const pages = await inspectAll(date, MIDNIGHT + 20 * HOUR);
    expect(pages.flat().length).toBe(425); // 100 objects per hour, in the last 4.25 hours
  });
});
