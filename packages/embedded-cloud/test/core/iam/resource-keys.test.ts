import type { Access } from '../../../src/core/iam';
import { ResourceKeys } from '../../../src/core/iam/encryption';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k1';

let keys: ResourceKeys;

beforeEach(() => {
  keys = new ResourceKeys({ accountId: '000000000000', region: 'us-east-1' });
});

/** The permission for the key that a call needs which a service makes for its caller. */
const decryptVia = (service: string, more: Partial<Access> = {}): Access => ({
  ...{ action: 'kms:Decrypt', resource: KEY, ...more },
  context: { 'kms:viaservice': `${service}.us-east-1.amazonaws.com`, 'kms:calleraccount': '000000000000' },
});
const decryptMessage = decryptVia('sqs', { errorCode: 'KmsAccessDenied' });

describe('the customer key of a resource', () => {
  it.each(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'])(
    'is needed by the caller of %s on a table and its indexes, to decrypt',
    (operation) => {
      keys.add(TABLE, KEY);
      for (const resource of [TABLE, `${TABLE}/index/by-day`]) {
        expect(keys.accessesFor({ action: `dynamodb:${operation}`, resource })).toEqual([decryptVia('dynamodb')]);
      }
    },
  );

  it('is not needed to describe a table, or to use another one', () => {
    keys.add(TABLE, KEY);
    expect(keys.accessesFor({ action: 'dynamodb:DescribeTable', resource: TABLE })).toEqual([]);
    expect(keys.accessesFor({ action: 'dynamodb:GetItem', resource: `${TABLE}-2` })).toEqual([]);
  });

  it('is named by its id or its ARN', () => {
    for (const key of ['k1', KEY]) {
      keys.add(QUEUE, key);
      expect(keys.accessesFor({ action: 'sqs:ReceiveMessage', resource: QUEUE })).toEqual([decryptMessage]);
    }
  });

  it.each(['alias/orders', 'arn:aws:kms:us-east-1:000000000000:alias/orders'])(
    'is named by %s, which may be declared later',
    (alias) => {
      keys.add(QUEUE, alias);
      expect(keys.accessesFor({ action: 'sqs:ReceiveMessage', resource: QUEUE })).toEqual([]);
      keys.addAlias('alias/orders', 'k1');
      expect(keys.accessesFor({ action: 'sqs:ReceiveMessage', resource: QUEUE })).toEqual([decryptMessage]);
    },
  );

  it('needs no permission if it is a key of AWS', () => {
    keys.add(QUEUE, 'alias/aws/sqs');
    expect(keys.accessesFor({ action: 'sqs:ReceiveMessage', resource: QUEUE })).toEqual([]);
  });
});
