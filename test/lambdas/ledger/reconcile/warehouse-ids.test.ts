import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { warehouseIds } from '../../../../lambdas/ledger/reconcile/warehouse-ids';
import { aViewingEvent, eventId, NOW } from '../../../support/events';
import { TestWarehouse } from '../../../support/warehouse';

const HOUR = 3_600_000;
const PERIOD = 900_000;
const SQL = readFileSync(join(__dirname, '../../../../sql/warehouse/ledger/warehouse-events.sql'), 'utf8');
const FROM = NOW - (NOW % PERIOD);

let warehouse: TestWarehouse;
beforeAll(async () => (warehouse = await TestWarehouse.open(NOW)));
afterAll(() => warehouse.close());

it('warehouseIds returns the audited events of each period once, without those received an hour late', async () => {
  const received = (n: number, received_at: number, event_ts = received_at) =>
    aViewingEvent({ event_id: `${eventId(n).slice(0, -2)}${n}0`, session_id: eventId(n), received_at, event_ts });
  const [first, later, late] = [received(1, FROM), received(2, FROM + PERIOD), received(3, FROM, FROM - 2 * HOUR)];
  const unaudited = { ...received(4, FROM), event_id: `${eventId(4).slice(0, -2)}41` };
  const date = new Date(NOW).toISOString().slice(0, 10);
  await warehouse.arrive('one', [first, first, later, late, unaudited], date);
  await warehouse.prepare();
  await warehouse.load();
  const span = { from: FROM, to: FROM + 2 * PERIOD };
  const ids = await warehouseIds(warehouse.readers, SQL, { suffix: '0', periodMs: PERIOD }, span);
  expect([...ids]).toEqual(
    expect.arrayContaining([
      [FROM, new Set([first.event_id])],
      [FROM + PERIOD, new Set([later.event_id])],
    ]),
  );
  expect(ids.size).toBe(2);
});
