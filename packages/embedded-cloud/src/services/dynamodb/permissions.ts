import type { Access } from '../../core/iam';
import { Fields } from '../../core/fields';
import type { HttpRequest, Surroundings } from '../../core/service';

/** What calls of DynamoDB need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbPermissions =
  ({ region, accountId }: Surroundings) =>
  ({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): readonly Access[] => {
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
    const action = `dynamodb:${operation}`;
    const fields = Fields.parse(body.toString());
    const arnOf = (table: string): string =>
      table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
    if (operation === 'ListTables') return [{ action, resource: '*' }];
    const batched = fields.object('RequestItems');
    if (batched) return Object.keys(batched.all).map((table) => ({ action, resource: arnOf(table) }));
    const index = fields.optionalString('IndexName');
    const table = fields.optionalString('ResourceArn') ?? arnOf(fields.string('TableName'));
    return [{ action, resource: index === undefined ? table : `${table}/index/${index}` }];
  };
