import { type Access, each } from './iam';
import type { Surroundings } from './service';

/** What a service needs to read a stream for a function or a delivery stream. */
export const readStream = (streamArn: string): readonly Access[] =>
  ['DescribeStream', 'DescribeStreamSummary', 'ListShards', 'GetShardIterator', 'GetRecords'].flatMap((name) =>
    each(`kinesis:${name}`, [streamArn]),
  );

/** What Lambda needs to read a queue for a function. */
export const readQueue = (queueArn: string): readonly Access[] =>
  ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].flatMap((name) => each(`sqs:${name}`, [queueArn]));

/** What a service needs to send what it gave up to a queue or a bucket. `key`: the key of the object. */
export const writeDestination = (arn: string, key: string): Access =>
  arn.startsWith('arn:aws:sqs:')
    ? { action: 'sqs:SendMessage', resource: arn }
    : { action: 's3:PutObject', resource: `${arn.split('/', 1)[0] ?? ''}/${key}` };

/** What a principal needs to invoke a function. */
export const invokeFunction = (functionArn: string): Access => ({
  action: 'lambda:InvokeFunction',
  resource: functionArn,
});

/** Where the data catalog is. */
export type Account = Pick<Surroundings, 'region' | 'accountId'>;

/** A call that reads or changes a table needs its action on the catalog, the database and the table. */
export const onTable = (
  { region, accountId }: Account,
  action: string,
  database: string,
  table: string,
): readonly Access[] =>
  each(`glue:${action}`, [
    `arn:aws:glue:${region}:${accountId}:catalog`,
    `arn:aws:glue:${region}:${accountId}:database/${database}`,
    `arn:aws:glue:${region}:${accountId}:table/${database}/${table}`,
  ]);

/** A call that reads a database needs its action on the catalog and the database. */
export const onDatabase = ({ region, accountId }: Account, action: string, database: string): readonly Access[] =>
  each(`glue:${action}`, [
    `arn:aws:glue:${region}:${accountId}:catalog`,
    `arn:aws:glue:${region}:${accountId}:database/${database}`,
  ]);
