import type { Access } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { OperationCall, Surroundings } from '../../core/service';

/** What calls of DynamoDB need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbPermissions =
  ({ region, accountId }: Surroundings) =>
  ({ operation, input }: OperationCall): readonly Access[] => {
    const action = `dynamodb:${operation}`;
    const fields = new Fields(input);
    const arnOf = (table: string): string =>
      table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
    if (operation === 'ListTables') return [{ action, resource: '*' }];
    const batched = fields.object('RequestItems');
    if (batched) return Object.keys(batched.all).map((table) => ({ action, resource: arnOf(table) }));
    const index = fields.optionalString('IndexName');
    const table = fields.optionalString('ResourceArn') ?? arnOf(fields.string('TableName'));
    return [{ action, resource: index === undefined ? table : `${table}/index/${index}` }];
  };
