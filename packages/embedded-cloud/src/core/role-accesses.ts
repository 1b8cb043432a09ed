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

/** What a service needs to put an object into a bucket. */
const putObject = (bucket: string, key: string): Access => ({
  action: 's3:PutObject',
  resource: `arn:aws:s3:::${bucket}/${key}`,
});

/**
 * What Firehose needs to deliver an object. The embedded Firehose writes the object in one call, but it needs all that AWS
 * documents. Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
export const deliverObject = (bucket: string, key: string): readonly Access[] => [
  ...['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'].flatMap((name) =>
    each(`s3:${name}`, [`arn:aws:s3:::${bucket}`]),
  ),
  ...['GetObject', 'AbortMultipartUpload', 'PutObject'].flatMap((name) =>
    each(`s3:${name}`, [`arn:aws:s3:::${bucket}/${key}`]),
  ),
];

/** What a service needs to send a message to a queue. */
export const sendMessage = (queueArn: string): Access => ({ action: 'sqs:SendMessage', resource: queueArn });

/**
 * What Lambda needs to write to an on-failure destination: a queue, or a bucket, which it also lists. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export const writeDestination = (arn: string, key: string): readonly Access[] => {
  if (arn.startsWith('arn:aws:sqs:')) return [sendMessage(arn)];
  const bucket = arn.slice('arn:aws:s3:::'.length).split('/', 1)[0] ?? '';
  return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }, putObject(bucket, key)];
};

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
