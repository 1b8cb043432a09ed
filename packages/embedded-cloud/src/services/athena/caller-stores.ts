import { each } from '../../core/iam';
import type { ObjectFiles, ObjectWriter, PartitionCatalog } from '../../core/ports';
import { onDatabase, onTable } from '../../core/role-accesses';
import type { Caller, Surroundings } from '../../core/service';

/** The catalog and the objects that a query uses. */
export interface Stores {
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles & ObjectWriter;
}

/**
 * The stores as the caller of a query may use them: Athena reads the catalog and the objects, and writes results, with the
 * permissions of its caller. Sources: https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html,
 * https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
export const storesOf = (
  { catalog, objects }: Stores,
  caller: Caller,
  account: Pick<Surroundings, 'region' | 'accountId'>,
): Stores => {
  if (!caller) return { catalog, objects };
  return {
    catalog: {
      databases: () => catalog.databases(),
      tables: () => catalog.tables(),
      createTable: (database, input) => {
        caller.check(...onTable(account, 'CreateTable', database, String(input['Name'])));
        catalog.createTable(database, input);
      },
      deleteTable: (database, name) => {
        caller.check(...onTable(account, 'DeleteTable', database, name));
        catalog.deleteTable(database, name);
      },
      table: (database, name) => {
        caller.check(...onDatabase(account, 'GetDatabase', database), ...onTable(account, 'GetTable', database, name));
        return catalog.table(database, name);
      },
      partitions: (database, name) => {
        caller.check(...onTable(account, 'GetPartitions', database, name));
        return catalog.partitions(database, name);
      },
    },
    objects: {
      root: objects.root,
      files: (bucket, prefix) => {
        caller.check({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: { 's3:prefix': prefix } });
        return objects.files(bucket, prefix);
      },
      putObject: async (bucket, key, ...content) => {
        caller.check(...each('s3:PutObject', [`arn:aws:s3:::${bucket}/${key}`]));
        await objects.putObject(bucket, key, ...content);
      },
    },
  };
};
