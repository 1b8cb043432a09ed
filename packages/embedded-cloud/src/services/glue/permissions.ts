import { Fields } from '../../core/fields';
import { onDatabase, onTable } from '../../core/role-accesses';
import type { OperationPermissions, Surroundings } from '../../core/service';

const ON_PARTITIONS = [
  ...['GetPartition', 'GetPartitions', 'CreatePartition', 'UpdatePartition', 'DeletePartition'],
  ...['BatchGetPartition', 'BatchCreatePartition', 'BatchDeletePartition'],
];

/**
 * What calls of Glue need. Source:
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export const gluePermissions = (
  surroundings: Surroundings,
  tablesOf: (database: string) => readonly string[],
): Readonly<Record<string, OperationPermissions>> => {
  const onNamedTable =
    (action: string, tableField = 'TableName'): OperationPermissions =>
    (input) => {
      const fields = new Fields(input);
      return onTable(surroundings, action, fields.string('DatabaseName'), fields.string(tableField));
    };
  return {
    GetDatabase: (input) => onDatabase(surroundings, 'GetDatabase', new Fields(input).string('Name')),
    GetDatabases: () => onDatabase(surroundings, 'GetDatabases', '*').slice(0, 1),
    GetTable: onNamedTable('GetTable', 'Name'),
    GetTables: (input) => {
      const database = new Fields(input).string('DatabaseName');
      const tables = tablesOf(database).flatMap((table) => onTable(surroundings, 'GetTables', database, table));
      return [...onDatabase(surroundings, 'GetTables', database), ...tables];
    },
    ...Object.fromEntries(ON_PARTITIONS.map((action) => [action, onNamedTable(action)])),
    CreateDatabase: (input) => {
      const name = new Fields(input).object('DatabaseInput')?.string('Name') ?? '';
      return onDatabase(surroundings, 'CreateDatabase', name.toLowerCase());
    },
    DeleteDatabase: (input) => {
      const database = new Fields(input).string('Name');
      const tables = tablesOf(database).flatMap((table) => onTable(surroundings, 'DeleteDatabase', database, table));
      return [...onDatabase(surroundings, 'DeleteDatabase', database), ...tables];
    },
    CreateTable: onTableInput(surroundings, 'CreateTable'),
    UpdateTable: onTableInput(surroundings, 'UpdateTable'),
    DeleteTable: onNamedTable('DeleteTable', 'Name'),
    BatchDeleteTable: (input) => {
      const fields = new Fields(input);
      const database = fields.string('DatabaseName');
      return fields
        .strings('TablesToDelete')
        .flatMap((table) => onTable(surroundings, 'BatchDeleteTable', database, table));
    },
  };
};

/** A call whose TableInput names the table. */
const onTableInput =
  (surroundings: Surroundings, action: string): OperationPermissions =>
  (input) => {
    const fields = new Fields(input);
    const table = fields.object('TableInput')?.string('Name') ?? '';
    return onTable(surroundings, action, fields.string('DatabaseName'), table.toLowerCase());
  };
