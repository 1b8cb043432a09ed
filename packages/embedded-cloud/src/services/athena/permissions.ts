import { type Access, each } from '../../core/iam';
import { Fields } from '../../core/fields';
import { onDatabase, onTable } from '../../core/role-accesses';
import type { OperationPermissions, Surroundings } from '../../core/service';
import type { Execution } from './execution';
import { PRIMARY } from './workgroup';

/** What the permissions depend on. */
export interface AthenaResources {
  readonly account: Pick<Surroundings, 'region' | 'accountId'>;
  /** Throws InvalidRequestException when the execution does not exist. */
  readonly executionOf: (id: string) => Execution;
  /** The workgroup of a named query; undefined when the query does not exist. */
  readonly workgroupOfQuery: (namedQueryId: string) => string | undefined;
}

/**
 * What calls of Athena need. A query also reads the catalog and the objects in the name of its caller: see
 * caller-stores.ts. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html
 */
export const athenaPermissions = (resources: AthenaResources): Readonly<Record<string, OperationPermissions>> => ({
  ...onWorkgroups(resources),
  ...onCatalogs(resources.account),
});

const onWorkgroups = ({ account, executionOf, workgroupOfQuery }: AthenaResources) => {
  const on = (action: string, workgroup: string = PRIMARY.name): readonly Access[] =>
    each(`athena:${action}`, [`arn:aws:athena:${account.region}:${account.accountId}:workgroup/${workgroup}`]);
  const named =
    (action: string): OperationPermissions =>
    (input) =>
      on(action, new Fields(input).optionalString('WorkGroup'));
  const ofExecution =
    (action: string): OperationPermissions =>
    (input) =>
      on(action, executionOf(new Fields(input).string('QueryExecutionId')).workgroup);
  return {
    StartQueryExecution: named('StartQueryExecution'),
    GetQueryExecution: ofExecution('GetQueryExecution'),
    StopQueryExecution: ofExecution('StopQueryExecution'),
    // The results are an object, which the caller must be allowed to read.
    GetQueryResults: (input) => {
      const { outputLocation } = executionOf(new Fields(input).string('QueryExecutionId'));
      return [...ofExecution('GetQueryResults')(input), ...each('s3:GetObject', [toArn(outputLocation)])];
    },
    BatchGetQueryExecution: (input) =>
      new Fields(input)
        .strings('QueryExecutionIds')
        .flatMap((id) => on('BatchGetQueryExecution', executionOf(id).workgroup)),
    ListQueryExecutions: named('ListQueryExecutions'),
    ListNamedQueries: named('ListNamedQueries'),
    GetNamedQuery: (input) => on('GetNamedQuery', workgroupOfQuery(new Fields(input).string('NamedQueryId'))),
    BatchGetNamedQuery: (input) =>
      new Fields(input).strings('NamedQueryIds').flatMap((id) => on('BatchGetNamedQuery', workgroupOfQuery(id))),
    GetWorkGroup: named('GetWorkGroup'),
    ListWorkGroups: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
  } satisfies Readonly<Record<string, OperationPermissions>>;
};

const onCatalogs = (account: AthenaResources['account']) => {
  const on =
    (action: string, ofGlue: (fields: Fields) => readonly Access[] = () => []): OperationPermissions =>
    (input) => {
      const fields = new Fields(input);
      const name = fields.optionalString('CatalogName') ?? fields.optionalString('Name') ?? '';
      const arn = `arn:aws:athena:${account.region}:${account.accountId}:datacatalog/${name}`;
      return [{ action: `athena:${action}`, resource: arn }, ...ofGlue(fields)];
    };
  const database = (action: string) => (fields: Fields) => onDatabase(account, action, fields.string('DatabaseName'));
  return {
    ListDataCatalogs: () => [{ action: 'athena:ListDataCatalogs', resource: '*' }],
    GetDataCatalog: on('GetDataCatalog'),
    ListDatabases: on('ListDatabases', () => onDatabase(account, 'GetDatabases', '*').slice(0, 1)),
    GetDatabase: on('GetDatabase', database('GetDatabase')),
    ListTableMetadata: on('ListTableMetadata', database('GetTables')),
    GetTableMetadata: on('GetTableMetadata', (fields) =>
      onTable(account, 'GetTable', fields.string('DatabaseName'), fields.string('TableName')),
    ),
  } satisfies Readonly<Record<string, OperationPermissions>>;
};

/** The ARN of the object at an s3:// URL. */
const toArn = (url: string): string => url.replace(/^s3:\/\//, 'arn:aws:s3:::');
