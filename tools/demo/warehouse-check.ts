import type { Cloud } from 'embedded-cloud';
import { LocalWarehouse } from '../local/warehouse';

/** The warehouse against the simulator's accepted events. */
export interface WarehouseReport {
  readonly rows: number;
  /** Different events that the collector accepted: all of them happened within the week. */
  readonly expectedRows: number;
  /** Dates that have rows. */
  readonly days: number;
  /** Objects loaded since the warehouse is empty. */
  readonly loads: number;
  /** Rows after a run that was cut short between two statements and a repeated one. */
  readonly rowsAfterRepetition: number;
  /** Whether the run that was cut short failed, as it must. */
  readonly cutShort: boolean;
}

/** Mirrors what was delivered: a run that is cut short, one that is not, and the same again. */
export const checkWarehouse = async (cloud: Cloud, expectedRows: number): Promise<WarehouseReport> => {
  const warehouse = new LocalWarehouse(cloud);
  const number = async (sql: string): Promise<number> => Number((await warehouse.ask(sql))[0]?.[0] ?? 0);
  cloud.faults.set('redshift-data', { partial: 1 });
  const cutShort = !(await warehouse.mirror());
  cloud.faults.clear('redshift-data');
  await warehouse.mirror();
  const rows = await number('SELECT count(*) FROM viewing_events');
  await warehouse.mirror();
  return {
    rows,
    expectedRows,
    days: await number('SELECT count(DISTINCT dt) FROM viewing_events'),
    loads: await number('SELECT loads FROM mirror_status'),
    rowsAfterRepetition: await number('SELECT count(*) FROM viewing_events'),
    cutShort,
  };
};

/** What of the warehouse differs from what it must be, as sentences. */
export const warehouseDifferences = (warehouse: WarehouseReport): readonly string[] => {
  const rules: readonly (readonly [boolean, string])[] = [
    [
      warehouse.rows === warehouse.expectedRows,
      `the warehouse has ${warehouse.rows} events, not ${warehouse.expectedRows}`,
    ],
    [
      warehouse.rowsAfterRepetition === warehouse.rows,
      `a repeated run left ${warehouse.rowsAfterRepetition} events, not ${warehouse.rows}`,
    ],
    [warehouse.cutShort, 'a run that was cut short between two statements did not fail'],
  ];
  return rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
};
