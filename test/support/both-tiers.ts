import { embeddedPlace } from 'aws-clients';
import { athena as athenaService } from 'embedded-cloud/services/athena';
import { glue as glueService } from 'embedded-cloud/services/glue';
import { provision } from 'embedded-cloud/testing';
import { EXPERIMENT_VIEWS, type ExperimentView } from '../../domain/experiments';
import { dateOf, type LakeTable, SESSIONS, VIEWING_EVENTS } from '../../domain/lake';
import { body } from '../../lambdas/foundation/statement-body';
import { openTiers, type Tiers } from '../../tools/query/clients';
import { statementText } from './sql';
import { columnsOf, TestWarehouse } from './warehouse';

const viewText = statementText('experiments', 'experiments/athena');
const DATABASE = 'playhead_dev';

/** A warehouse, and Athena over the same bucket, with the curated tables and the views of experiments. */
export class BothTiers {
  private constructor(
    readonly warehouse: TestWarehouse,
    readonly tiers: Tiers,
  ) {}

  static async open(now: number): Promise<BothTiers> {
    const warehouse = await TestWarehouse.open(now);
    const { endpoint } = warehouse;
    const glue = endpoint.run(glueService);
    const athena = endpoint.run(athenaService);
    await provision(glue, 'AWS::Glue::Database', { DatabaseInput: { Name: DATABASE } });
    await provision(athena, 'AWS::Athena::WorkGroup', {
      Name: 'playhead-dev-analysts',
      WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: 's3://lake/results/' } },
    });
    const inputs = [...[VIEWING_EVENTS, SESSIONS].map(toTable), ...EXPERIMENT_VIEWS.map(toView)];
    for (const TableInput of inputs) {
      await provision(glue, 'AWS::Glue::Table', { DatabaseName: DATABASE, TableInput });
    }
    await warehouse.prepare();
    return new BothTiers(warehouse, openTiers(embeddedPlace(endpoint.surroundings.endpoint)));
  }

  /** Writes rows to a curated table, each to the partition of its date. */
  async curate<Row extends object>(
    table: LakeTable,
    rows: readonly Row[],
    timeOf: (row: Row) => number,
  ): Promise<void> {
    for (const date of new Set(rows.map((row) => dateOf(timeOf(row))))) {
      const own = rows.filter((row) => dateOf(timeOf(row)) === date);
      await this.warehouse.write(`${table.prefix}/dt=${date}/rows.parquet`, own, columnsOf(table));
    }
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }
}

/** A table whose partitions are found by their folders. */
const toTable = ({ name, prefix, columns }: LakeTable) => ({
  Name: name,
  PartitionKeys: [{ Name: 'dt', Type: 'string' }],
  StorageDescriptor: {
    Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
    Location: `s3://lake/${prefix}/`,
  },
  Parameters: { 'projection.enabled': 'true' },
});

const toView = ({ name, columns }: ExperimentView) => {
  const originalSql = body(viewText(name.replaceAll('_', '-')));
  const typed = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
  const view = JSON.stringify({ originalSql, catalog: 'awsdatacatalog', schema: DATABASE, columns: typed });
  const ViewOriginalText = `/* Presto View: ${Buffer.from(view).toString('base64')} */`;
  return { Name: name, TableType: 'VIRTUAL_VIEW', ViewOriginalText };
};
