import { Fields } from '../../core/fields';
import { onDatabase, onTable } from '../../core/role-accesses';
import type { OperationPermissions, Surroundings } from '../../core/service';

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
    GetPartition: onNamedTable('GetPartition'),
    GetPartitions: onNamedTable('GetPartitions'),
    CreatePartition: onNamedTable('CreatePartition'),
    UpdatePartition: onNamedTable('UpdatePartition'),
    DeletePartition: onNamedTable('DeletePartition'),
  };
};
