import { dateOf } from '../../../../domain/lake';
import { warehouseWindow } from '../../../../domain/warehouse';
import type { LoadServices } from '../../../../lambdas/warehouse/load-warehouse/load-services';
import { UnloadedObjects } from '../../../../lambdas/warehouse/load-warehouse/unloaded-objects';
import { NOW } from '../../../support/events';
import { readSql } from '../../../support/warehouse';

const HOUR = 3_600_000;
const OBJECTS_PER_HOUR = 2_000;
const PAGE = 1_000;
const BUDGET_MS = 600_000;

/** A bucket in which every hour of the window until `now` has many objects, and a load ledger that contains all but some. */
class FullWeek {
  now = NOW;
  /** Keys that are not in the load ledger. */
  readonly missing = new Set<string>();
  readonly checked = new Map<string, number>();
  /** Hours that were listed, in order. */
  readonly listed: string[] = [];
  /** How long the listing of an hour takes, ms. */
  listingMs = 0;
  /** The largest numbers of keys in one answer of the bucket and of the load ledger. */
  largestPage = 0;
  largestRead = 0;

  readonly services = {
    warehouse: {
      database: 'playhead',
      rows: (sql: string, parameters: Readonly<Record<string, string>> = {}) =>
        Promise.resolve(this.rows(sql, parameters)),
      transaction: (statements: readonly string[]) => {
        this.record(statements);
        return Promise.resolve();
      },
    },
    objects: {
      folders: (prefix: string) => Promise.resolve(this.hoursOf(prefix)),
      pages: (prefix: string) => this.pages(prefix),
    },
    read: readSql,
    now: () => this.now,
  } as unknown as LoadServices;

  keyOf(folder: string, index: number): string {
    return `${folder}events-${String(index).padStart(6, '0')}.parquet`;
  }

  folder(ageHours: number): string {
    const at = NOW - ageHours * HOUR;
    return `raw/viewing_events/dt=${dateOf(at)}/hour=${new Date(at).toISOString().slice(11, 13)}/`;
  }

  private hoursOf(prefix: string): readonly string[] {
    const hours = Array.from({ length: 24 }, (_, hour) => `${prefix}hour=${String(hour).padStart(2, '0')}/`);
    return hours.filter((folder) => folder <= this.folder((NOW - this.now) / HOUR));
  }

  private async *pages(folder: string): AsyncGenerator<readonly object[]> {
    this.listed.push(folder);
    this.now += this.listingMs;
    for (let from = 0; from < OBJECTS_PER_HOUR; from += PAGE) {
      const page = Array.from({ length: PAGE }, (_, n) => ({
        ...{ key: this.keyOf(folder, from + n), bytes: 1, modifiedAt: this.now },
      }));
      this.largestPage = Math.max(this.largestPage, page.length);
      yield await Promise.resolve(page);
    }
  }

  private rows(sql: string, { first = '' }: Readonly<Record<string, string>>): readonly (readonly unknown[])[] {
    if (sql.includes('checked_hours')) return [...this.checked];
    const keys = Array.from({ length: OBJECTS_PER_HOUR }, (_, n) => this.keyOf(first, n));
    const rows = keys.filter((key) => !this.missing.has(key)).map((key) => [key]);
    this.largestRead = Math.max(this.largestRead, rows.length);
    return rows;
  }

  private record(statements: readonly string[]): void {
    for (const [, hour = '', at] of statements.join().matchAll(/\('([^']+)', (\d+)\)/g))
      this.checked.set(hour, Number(at));
  }

  /** The keys that a run finds. */
  async find(): Promise<readonly string[]> {
    this.listed.length = 0;
    const unloaded = new UnloadedObjects(this.services, warehouseWindow(this.now), this.now + BUDGET_MS);
    const found: string[] = [];
    for await (const { key } of unloaded.find()) found.push(key);
    await unloaded.recordChecked();
    return found;
  }
}

describe('UnloadedObjects', () => {
  it('holds the keys of one hour and one page, not those of the week', async () => {
    const week = new FullWeek();
    const unloaded = [week.keyOf(week.folder(150), 7), week.keyOf(week.folder(0), 1_999)];
    for (const key of unloaded) week.missing.add(key);
    expect(await week.find()).toEqual(unloaded);
    expect(week.listed.length).toBeGreaterThan(168);
    expect([week.largestRead, week.largestPage]).toEqual([OBJECTS_PER_HOUR, PAGE]);
  });

  it('stops listing when the time of the run is used up, and continues with the other hours in the next run', async () => {
    const week = new FullWeek();
    week.listingMs = 60_000;
    await week.find();
    const first = [...week.listed];
    expect(first).toHaveLength(10);
    await week.find();
    expect(week.listed).toHaveLength(10);
    expect(week.listed.filter((hour) => first.includes(hour))).toEqual([]);
  });

  it('lists in the next run only the hours that are not settled or had unloaded objects', async () => {
    const week = new FullWeek();
    const key = week.keyOf(week.folder(50), 0);
    week.missing.add(key);
    await week.find();
    week.missing.delete(key); // the run loaded it
    await week.find();
    expect(week.listed).toEqual([50, 2, 1, 0].map((age) => week.folder(age)));
    await week.find();
    expect(week.listed).toEqual([2, 1, 0].map((age) => week.folder(age)));
  });

  it('finds an object that arrives in a checked hour within a day of runs, a few hours per run', async () => {
    const week = new FullWeek();
    await week.find();
    const late = week.keyOf(week.folder(100), 3);
    week.missing.add(late);
    const perRun: number[] = [];
    const found: string[] = [];
    for (let run = 0; run < 80 && found.length === 0; run += 1) {
      week.now = NOW + 24 * HOUR + (run * HOUR) / 4;
      found.push(...(await week.find()));
      perRun.push(week.listed.filter((hour) => hour < week.folder(0)).length);
    }
    expect(found).toEqual([late]);
    expect(Math.max(...perRun)).toBeLessThanOrEqual(8);
  });
});
