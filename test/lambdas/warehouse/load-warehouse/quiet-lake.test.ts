import { dateOf } from '../../../../domain/lake';
import { SUPPRESSIONS_PREFIX } from '../../../../lambdas/erasure';
import { isNothing } from '../../../../lambdas/warehouse/load-warehouse/load';
import { isQuiet, markQuiet } from '../../../../lambdas/warehouse/load-warehouse/quiet-lake';
import { aViewingEvent, eventId } from '../../../support/events';
import { RAW_COLUMNS, TestWarehouse } from '../../../support/warehouse';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A watermark has a session bucket and a time, and no field of an event. */
const WATERMARKS = [{ event: 'watermark', received_at: 1 }];

const keyAt = (at: number, name: string): string =>
  `raw/viewing_events/dt=${dateOf(at)}/hour=${new Date(at).toISOString().slice(11, 13)}/${name}.parquet`;

describe('A lake', () => {
  let warehouse: TestWarehouse;
  beforeEach(async () => {
    warehouse = await TestWarehouse.open(Date.now());
    await warehouse.prepare();
    expect(isNothing(await warehouse.load())).toBe(true);
  });
  afterEach(() => warehouse.close());

  const arrive = (name: string, rows: readonly object[], at = warehouse.now): Promise<void> =>
    warehouse.write(keyAt(at, name), rows, RAW_COLUMNS);
  const isQuietNow = () => isQuiet(warehouse.services);

  it('is not quiet before a run has found nothing to load', async () => {
    expect(await isQuietNow()).toBe(false);
    await markQuiet(warehouse.services, warehouse.now);
    expect(await isQuietNow()).toBe(true);
  });

  it('stays quiet while watermarks arrive, without a statement to the warehouse', async () => {
    await markQuiet(warehouse.services, warehouse.now);
    await arrive('watermarks', WATERMARKS);
    const rows = jest.spyOn(warehouse.warehouse, 'rows');
    const transaction = jest.spyOn(warehouse.warehouse, 'transaction');
    expect(await isQuietNow()).toBe(true);
    expect([rows, transaction].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });

  it('wakes the warehouse for an event, even if it is stored under the hour before the mark', async () => {
    await markQuiet(warehouse.services, warehouse.now);
    await arrive('event', [...WATERMARKS, aViewingEvent({ event_id: eventId(1) })], warehouse.now - HOUR_MS);
    expect(await isQuietNow()).toBe(false);
  });

  it('wakes the warehouse for an object that cannot be read, so that the load reports it', async () => {
    await markQuiet(warehouse.services, warehouse.now);
    await warehouse.put(keyAt(warehouse.now, 'broken'), Buffer.from('PAR1'));
    expect(await isQuietNow()).toBe(false);
  });

  it('wakes the warehouse for an erasure', async () => {
    await markQuiet(warehouse.services, warehouse.now);
    await warehouse.put(`${SUPPRESSIONS_PREFIX}request.json`, Buffer.from('{}'));
    expect(await isQuietNow()).toBe(false);
  });

  it('wakes the warehouse once a day, to move the window', async () => {
    await markQuiet(warehouse.services, warehouse.now);
    warehouse.now += DAY_MS;
    expect(await isQuietNow()).toBe(false);
  });
});
