import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { LocalWarehouse } from '../../local/warehouse';

/** The warehouse compared with the accepted events. */
interface WarehouseReport {
  readonly rows: number;
  /** The number of distinct accepted events; all happened within the last seven days. */
  readonly expectedRows: number;
  /** Dates that have rows. */
  readonly days: number;
  /** Objects that were loaded since the warehouse was created. */
  readonly loads: number;
  /** Rows after an interrupted, a complete and a repeated load. */
  readonly rowsAfterRepetition: number;
  /** Whether the interrupted load failed, as it must. */
  readonly cutShort: boolean;
}

/** Loads the delivered events three times: one load fails between two statements, one succeeds, and one repeats it. */
const check = async ({ cloud, accepted }: DemoRun): Promise<WarehouseReport> => {
  const warehouse = new LocalWarehouse(cloud);
  const number = async (sql: string): Promise<number> => Number((await warehouse.query(sql))[0]?.[0] ?? 0);
  cloud.faults.set('redshift-data', { partial: 1 });
  const cutShort = !(await warehouse.load());
  cloud.faults.clear('redshift-data');
  await warehouse.load();
  const rows = await number('SELECT count(*) FROM viewing_events');
  await warehouse.load();
  return {
    rows,
    expectedRows: accepted.size,
    days: await number('SELECT count(DISTINCT dt) FROM viewing_events'),
    loads: await number('SELECT loads FROM mirror_status'),
    rowsAfterRepetition: await number('SELECT count(*) FROM viewing_events'),
    cutShort,
  };
};

/** Checks that the warehouse contains every accepted event once, also after an interrupted and a repeated load. */
export const warehouseSection: SectionDeclaration<WarehouseReport> = {
  after: ['lake'],
  step: 'loading the warehouse three times',
  formerName: 'hot',
  check,
  differences: ({ rows, expectedRows, rowsAfterRepetition, cutShort }) =>
    brokenRules([
      [rows === expectedRows, `the warehouse has ${rows} events, not ${expectedRows}`],
      [rowsAfterRepetition === rows, `a repeated load left ${rowsAfterRepetition} events, not ${rows}`],
      [cutShort, 'a load that was interrupted between two statements did not fail'],
    ]),
  numbers: ({ cutShort, ...warehouse }) => ({ ...warehouse, runsCutShort: Number(cutShort) }),
};

export default defineSection(warehouseSection);
