import { join } from 'node:path';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { readStatement } from '../../../../lambdas/foundation/athena-statement';
import { requestedRun } from '../../../../lambdas/lake/curate/curate-request';
import { readCurationProgress } from '../../../../lambdas/lake/curation-progress';
import { LakeAccounts } from '../../../../lambdas/ledger/reconcile/lake-accounts';
import { playback, TestLake } from '../../../support/test-lake';

const HOUR = 3_600_000;
const LEDGER_SQL = join(__dirname, '../../../../sql/lake/ledger');
const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour);

describe('Daily curation runs', () => {
  jest.setTimeout(120_000);
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.open();
    for (const day of [16, 20, 21, 22]) {
      await lake.receive(playback({ session_id: `day-${day}`, event_ts: at(day, 12) }, 6), at(day, 12));
    }
  });

  afterEach(() => lake.close());

  /** Runs the daily run of a night; returns the dates that it wrote. */
  const curateOn = async (day: number): Promise<readonly string[]> => {
    const now = at(day, 2) + HOUR / 4;
    const progress = await readCurationProgress(lake.objects);
    const run = requestedRun({}, progress?.through, now, String(day).padStart(6, '0'));
    await lake.continue(run, now, { lateEvents: { rewriteFromShare: 0.2, datesPerRun: 7 } });
    return lake.finished.at(-1)?.dates ?? [];
  };
  const isCurated = async (event: ViewingEvent): Promise<boolean> =>
    (await lake.ask(`SELECT event_id FROM viewing_events WHERE event_id = '${event.event_id}'`)).length === 1;
  /** An event of a date, received and stored at other times. */
  const stray = async (eventTs: number, receivedAt: number, storedAt = receivedAt): Promise<ViewingEvent> => {
    const event = {
      ...playback({ session_id: 'stray', event_ts: eventTs })[0],
      received_at: receivedAt,
    } as ViewingEvent;
    await lake.receive([event], storedAt);
    return event;
  };
  /** What the ledger counts for the events that were received on a day. */
  const curatedPath = async (day: number): Promise<readonly [number, number]> => {
    const audit = { suffix: '', periodMs: 24 * HOUR };
    const accounts = new LakeAccounts(lake.queries, (name) => readStatement(LEDGER_SQL, name), audit);
    const span = { from: at(day, 0), to: at(day + 1, 0) };
    const { expected, found } = (await accounts.counts('curated-events', span)).get(at(day, 0)) ?? {
      expected: 0,
      found: 0,
    };
    return [expected, found];
  };

  it('let a date with few late events wait for its weekly turn, and the ledger does not expect these events', async () => {
    expect(await curateOn(17)).toEqual(['2026-11-16']);
    const late = await stray(at(16, 8), at(20, 13));
    expect(await curateOn(21)).toEqual(['2026-11-20']);
    expect(await readCurationProgress(lake.objects)).toEqual({
      through: '2026-11-21',
      waiting: [{ date: '2026-11-16', since: '2026-11-21', events: 1 }],
    });
    expect(await curateOn(22)).toEqual(['2026-11-21']);
    expect(await isCurated(late)).toBe(false);
    expect(await curatedPath(20)).toEqual([9, 9]);
    expect(await curateOn(23)).toEqual(['2026-11-16', '2026-11-22']);
    expect(await isCurated(late)).toBe(true);
    expect(await readCurationProgress(lake.objects)).toEqual({ through: '2026-11-23', waiting: [] });
  });

  it('write a date at once for an event that the ledger expects, even if its delivery took days', async () => {
    await curateOn(21);
    const delayed = await stray(at(20, 13) - HOUR / 2, at(20, 13), at(22, 15));
    expect(await curatedPath(20)).toEqual([10, 9]); // expected, although not yet curated
    expect(await curateOn(23)).toContain('2026-11-20');
    expect(await isCurated(delayed)).toBe(true);
    expect(await curatedPath(20)).toEqual([10, 10]);
  });
});
