import { StatementFailed } from 'aws-clients';
import { dateOf } from '../../../../domain/lake';
import { load, type LoadReport } from '../../../../lambdas/warehouse/load-warehouse/load';
import { aViewingEvent, eventId, NOW } from '../../../support/events';
import { TestWarehouse } from '../../../support/warehouse';

jest.setTimeout(120_000);

const TIMEOUT_MS = 240_000;
const BUDGET_MS = 600_000;

/** A warehouse that stops a load of more objects than it has capacity for when the timeout has passed, on a virtual clock. */
class SlowWarehouse {
  /** How many objects a load may contain. */
  capacity = 2;
  /** A key whose load never ends. */
  endless = '';
  /** The number of objects of each load. */
  readonly attempts: number[] = [];

  constructor(private readonly warehouse: TestWarehouse) {}

  run(): Promise<LoadReport> {
    const { services } = this.warehouse;
    const { warehouse } = services;
    const slow = {
      database: warehouse.database,
      rows: warehouse.rows.bind(warehouse),
      transaction: (statements: readonly string[]) => this.transaction(statements),
    };
    return load({ ...services, warehouse: slow, timeoutMs: TIMEOUT_MS }, this.warehouse.now + BUDGET_MS);
  }

  private async transaction(statements: readonly string[]): Promise<void> {
    const record = statements.at(-1) ?? '';
    const objects = record.split("'loaded'").length - 1;
    if (objects > 0) this.attempts.push(objects);
    if (objects > this.capacity || (this.endless !== '' && record.includes(this.endless))) {
      this.warehouse.now += TIMEOUT_MS;
      throw new StatementFailed(`The statement was stopped: it ran longer than ${TIMEOUT_MS} ms.`, true);
    }
    this.warehouse.now += 1_000;
    await this.warehouse.warehouse.transaction(statements);
  }
}

describe('A load that the timeout stops', () => {
  let warehouse: TestWarehouse;
  let slow: SlowWarehouse;

  beforeEach(async () => {
    warehouse = await TestWarehouse.open(NOW);
    await warehouse.prepare();
    slow = new SlowWarehouse(warehouse);
  });
  afterEach(() => warehouse.close());

  const arrive = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      await warehouse.arrive(`object-${n}`, [aViewingEvent({ event_id: eventId(n), sequence: n })], dateOf(NOW));
    }
  };
  const shown = async (): Promise<number> => (await warehouse.shown()).length;

  it('is divided until it fits, also in the next run, so that every object is loaded', async () => {
    await arrive(9);
    expect(await slow.run()).toMatchObject({ loaded: 9, postponed: [] });
    expect(slow.attempts).toEqual([9, 4, 2, 2, 2, 2, 1]);
    slow.attempts.length = 0;
    await warehouse.arrive('one-more', [aViewingEvent({ event_id: eventId(20) })], dateOf(NOW));
    expect(await slow.run()).toMatchObject({ loaded: 1 });
    expect(await shown()).toBe(10);
  });

  it('leaves a smaller step to the next run if the budget of this run is used up', async () => {
    slow.capacity = 1;
    await arrive(9);
    expect(await slow.run()).toMatchObject({ loaded: 0 }); // 9, 4 and 2 objects
    expect(await slow.run()).toMatchObject({ loaded: 9 });
    expect(slow.attempts).toEqual([9, 4, 2, ...Array.from({ length: 9 }, () => 1)]);
  });

  it('is doubled from run to run once full loads are quick again', async () => {
    await arrive(9);
    await slow.run();
    slow.capacity = 100;
    slow.attempts.length = 0;
    for (const [n, name] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
      await warehouse.arrive(name, [aViewingEvent({ event_id: eventId(30 + n) })], dateOf(NOW));
    }
    await slow.run();
    expect(slow.attempts).toEqual([2, 2, 2]);
    for (const [n, name] of ['g', 'h', 'i', 'j'].entries()) {
      await warehouse.arrive(name, [aViewingEvent({ event_id: eventId(40 + n) })], dateOf(NOW));
    }
    await slow.run();
    expect(slow.attempts).toEqual([2, 2, 2, 4]);
  });

  it('postpones one object that takes too long even alone, and loads the others', async () => {
    slow.endless = 'object-0';
    slow.capacity = 100;
    await arrive(3);
    const report = await slow.run();
    expect(slow.attempts).toEqual([3, 1, 1, 1]);
    expect(report).toMatchObject({ loaded: 2, postponed: [expect.stringContaining('object-0')] });
    expect(await shown()).toBe(2);
    slow.endless = '';
    expect(await slow.run()).toMatchObject({ loaded: 1, postponed: [] });
    expect(await shown()).toBe(3);
  });
});
