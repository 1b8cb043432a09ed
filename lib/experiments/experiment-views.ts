import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fn } from 'aws-cdk-lib';
import { CfnTable, type Database } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { EXPERIMENT_VIEWS, type ExperimentView } from '../../domain/experiments/views';
import type { ColumnType } from '../../domain/families';
import { settingsOf } from '../foundation/subsystem-stack';

const SQL = join(__dirname, '../../sql/experiments');

/** The only view that unnests an array, so Athena and Redshift need different statements. */
const OWN = 'experiment_assignments';

/** Trino's names of types that have another name in the catalog. */
const TRINO_TYPES: Partial<Record<ColumnType, string>> = { string: 'varchar' };

/**
 * The views of the A/B platform in the data catalog, in Athena's storage format. They are the warehouse's statements
 * over all history.
 */
export class ExperimentViews extends Construct {
  constructor(scope: Construct, id: string, database: Database) {
    super(scope, id);
    for (const view of EXPERIMENT_VIEWS) {
      const table = new CfnTable(this, view.name, {
        catalogId: database.catalog.catalogId,
        databaseName: database.databaseName,
        tableInput: {
          name: view.name,
          tableType: 'VIRTUAL_VIEW',
          parameters: { presto_view: 'true', comment: 'Presto View' },
          storageDescriptor: { columns: columnsOf(view, (type) => type), location: '', serdeInfo: {} },
          viewOriginalText: Fn.join('', ['/* Presto View: ', Fn.base64(describe(view, database.databaseName)), ' */']),
          partitionKeys: [],
          viewExpandedText: '/* Presto View */',
        },
      });
      table.node.addDependency(database);
      table.applyRemovalPolicy(settingsOf(this).removalPolicy);
    }
  }
}

/** The text that Athena itself stores for CREATE VIEW. */
const describe = (view: ExperimentView, schema: string): string => {
  const folder = view.name === OWN ? 'athena' : '';
  const text = readFileSync(join(SQL, folder, `${view.name.replaceAll('_', '-')}.sql`), 'utf8');
  const originalSql = text
    .replace(/^--.*\n/gm, '')
    .trim()
    .replace(/;$/, '');
  const columns = columnsOf(view, (type) => TRINO_TYPES[type] ?? type);
  return JSON.stringify({ originalSql, catalog: 'awsdatacatalog', schema, columns });
};

const columnsOf = ({ columns }: ExperimentView, spell: (type: ColumnType) => string) =>
  Object.entries(columns).map(([name, type]) => ({ name, type: spell(type) }));
