/** What is kept for a key. */
interface Counter<Detail> {
  count: number;
  /** How much of the count belongs to keys that had this place before. */
  inherited: number;
  readonly detail: Detail;
}

/** A key and how often it was added, at least. */
export interface HeavyHitter<Detail> {
  readonly key: string;
  readonly count: number;
  readonly detail: Detail;
}

/**
 * Finds the most frequent keys in a limited number of places. A new key takes the place of the least frequent one and inherits
 * its count. Of N additions, every key that was added more than N ÷ places times has a place. The counts that are returned are
 * without what was inherited: too small by at most N ÷ places, and never too large.
 *
 * Source: Space-Saving, Metwally, Agrawal, El Abbadi: Efficient computation of frequent and top-k elements in data streams, 2005.
 */
export class HeavyHitters<Detail> {
  private readonly counters = new Map<string, Counter<Detail>>();

  constructor(
    private readonly places: number,
    private readonly createDetail: () => Detail,
  ) {}

  /** Adds a key once; returns the detail that is kept with it. */
  add(key: string): Detail {
    const known = this.counters.get(key);
    if (known) {
      known.count++;
      return known.detail;
    }
    const inherited = this.counters.size < this.places ? 0 : this.removeLeast();
    const detail = this.createDetail();
    this.counters.set(key, { count: inherited + 1, inherited, detail });
    return detail;
  }

  /** All keys that have a place. */
  entries(): readonly HeavyHitter<Detail>[] {
    return [...this.counters].map(([key, { count, inherited, detail }]) => ({ key, count: count - inherited, detail }));
  }

  private removeLeast(): number {
    let least: string | undefined;
    let count = Infinity;
    for (const [key, counter] of this.counters) {
      if (counter.count < count) [least, count] = [key, counter.count];
    }
    if (least !== undefined) this.counters.delete(least);
    return count;
  }
}
