import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPERIMENT_VIEWS, type ExperimentView } from '../../domain/experiments/views';
import { dateOf } from '../../domain/lake/dates';
import { type LakeTable, SESSIONS, VIEWING_EVENTS } from '../../domain/lake/tables';
import { body } from '../../lambdas/mirror-recent/statements';
import { Athena } from '../../local/services/athena';
import { Glue } from '../../local/services/glue';
import { openTiers, type Tiers } from '../../query/clients';
import { provision } from './endpoint';
import { columnsOf, HotTier } from './hot';

const SQL = join(__dirname, '../../sql');
const DATABASE = 'playhead_dev';

/** A warehouse, and beside it Athena over the same bucket, with the curated tables and the views of experiments. */
export class BothTiers {
  private constructor(
    readonly hot: HotTier,
    readonly tiers: Tiers,
  ) {}

  static async open(now: number): Promise<BothTiers> {
    const hot = await HotTier.open(now);
    const { endpoint, objects } = hot;
    const { surroundings, faults } = endpoint;
    const glue = endpoint.add(new Glue(surroundings));
    const athena = endpoint.add(new Athena({ surroundings, faults, catalog: glue, objects }));
    await provision(glue, 'AWS::Glue::Database', { DatabaseInput: { Name: DATABASE } });
    await provision(athena, 'AWS::Athena::WorkGroup', {
      Name: 'playhead-dev-analysts',
      WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: 's3://lake/results/' } },
    });
    const inputs = [...[VIEWING_EVENTS, SESSIONS].map(toTable), ...EXPERIMENT_VIEWS.map(toView)];
    for (const TableInput of inputs) {
      await provision(glue, 'AWS::Glue::Table', { DatabaseName: DATABASE, TableInput });
    }
    await hot.prepare();
    return new BothTiers(hot, openTiers({ stage: 'dev', endpoint: surroundings.endpoint }));
  }

  /** Puts rows into a curated table, each under its date. */
  async curate<Row extends object>(
    table: LakeTable,
    rows: readonly Row[],
    timeOf: (row: Row) => number,
  ): Promise<void> {
    for (const date of new Set(rows.map((row) => dateOf(timeOf(row))))) {
      const own = rows.filter((row) => dateOf(timeOf(row)) === date);
      await this.hot.write(`${table.prefix}/dt=${date}/rows.parquet`, own, columnsOf(table));
    }
  }

  close(): Promise<void> {
    return this.hot.close();
  }
}

/** Its partitions are found by their folders. */
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
  const folder = name === 'experiment_assignments' ? 'athena/views' : 'experiments';
  const originalSql = body(readFileSync(join(SQL, folder, `${name.replaceAll('_', '-')}.sql`), 'utf8'));
  const typed = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
  const view = JSON.stringify({ originalSql, catalog: 'awsdatacatalog', schema: DATABASE, columns: typed });
  const ViewOriginalText = `/* Presto View: ${Buffer.from(view).toString('base64')} */`;
  return { Name: name, TableType: 'VIRTUAL_VIEW', ViewOriginalText };
};
