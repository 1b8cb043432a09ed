import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { CloudFormation } from '../../src/services/cloudformation/cloudformation';
import { CloudWatch } from '../../src/services/cloudwatch/cloudwatch';
import { DynamoDb } from '../../src/services/dynamodb/dynamodb';
import { S3 } from '../../src/services/s3/s3';
import { Sts } from '../../src/services/sts/sts';
import { Endpoint, provision } from '../support/endpoint';

let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await Endpoint.open();
});
afterEach(() => endpoint.close());

describe('a bucket', () => {
  const open = async (more: object = {}) => {
    const s3 = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    await provision(s3, 'AWS::S3::Bucket', { BucketName: 'films', ...more });
    return new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
  };
  const Bucket = 'films';

  it('tells versions, encryption, lifecycle and closed doors as its template declares them', async () => {
    const client = await open({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' }, BucketKeyEnabled: true },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            ExpirationInDays: 7,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
            Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
          },
        ],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' },
        BucketKeyEnabled: true,
      },
    ]);
    expect((await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual([
      {
        ID: 'rule-1',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        Expiration: { Days: 7 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        Transitions: [{ StorageClass: 'STANDARD_IA', Days: 30 }],
      },
    ]);
    const { PublicAccessBlockConfiguration: block } = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: true });
  });

  it('that declares none of it answers as S3 does', async () => {
    const client = await open();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const { ServerSideEncryptionConfiguration: own } = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(own?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    await expect(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });
});

it('a table tells the attribute by which its items expire', async () => {
  const dynamodb = endpoint.add(new DynamoDb(endpoint.surroundings, endpoint.faults));
  const table = (TableName: string, more: object = {}) =>
    provision(dynamodb, 'AWS::DynamoDB::GlobalTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      ...more,
    });
  await table('expiring', { TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true } });
  await table('lasting');
  const client = new DynamoDBClient(endpoint.clientConfig());
  const ask = async (TableName: string) =>
    (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  expect(await ask('expiring')).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires_at' });
  expect(await ask('lasting')).toEqual({ TimeToLiveStatus: 'DISABLED' });
  await expect(ask('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('stacks are listed by what state they are asked for in', async () => {
  const stack = { name: 'shop-dev-orders', id: 'arn:ingest', outputs: [], resources: new Map() };
  endpoint.add(new CloudFormation(() => [stack]));
  const client = new CloudFormationClient(endpoint.clientConfig());
  const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }));
  expect(StackSummaries?.map(({ StackName }) => StackName)).toEqual(['shop-dev-orders']);
  expect((await client.send(new ListStacksCommand({}))).StackSummaries).toHaveLength(1);
  expect((await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))).StackSummaries).toEqual(
    [],
  );
});

it('a metric’s statistics come a datapoint a period, as many of them as are asked for', async () => {
  const now = Date.UTC(2026, 10, 24, 12);
  const services = () => [];
  const { surroundings } = endpoint;
  endpoint.add(new CloudWatch({ surroundings, notifier: { notify: () => undefined }, services, now: () => now }));
  const client = new CloudWatchClient(endpoint.clientConfig());
  const put = (Value: number, at: number) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'Shop/dev',
        MetricData: [{ MetricName: 'Attempts', Value, Timestamp: new Date(at) }],
      }),
    );
  for (const [value, at] of [
    [2, now - 120_000],
    [4, now - 120_000],
    [8, now - 60_000],
  ] as const) {
    await put(value, at);
  }
  const ask = (more: Partial<GetMetricStatisticsCommandInput> = {}) =>
    client.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Shop/dev', MetricName: 'Attempts', Period: 60, Statistics: ['Sum', 'Maximum'] },
        ...{ StartTime: new Date(now - 180_000), EndTime: new Date(now), ...more },
      }),
    );
  expect((await ask({ ExtendedStatistics: ['p50', 'p99'] })).Datapoints).toEqual([
    { Timestamp: new Date(now - 120_000), Sum: 6, Maximum: 4, ExtendedStatistics: { p50: 2, p99: 4 } },
    { Timestamp: new Date(now - 60_000), Sum: 8, Maximum: 8, ExtendedStatistics: { p50: 8, p99: 8 } },
  ]);
  await expect(ask({ Statistics: [] })).rejects.toThrow(/Statistics/);
  await expect(ask({ Period: 1, StartTime: new Date(now - 3_000_000) })).rejects.toThrow(/limit of 1440 data points/);
});

describe('who asks whose credentials these are', () => {
  it('is told the embedded account, and refused what STS is not run for', async () => {
    endpoint.add(new Sts(endpoint.surroundings));
    const client = new STSClient(endpoint.clientConfig());
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/embedded',
    });
    await expect(client.send(new GetSessionTokenCommand({}))).rejects.toThrow('does not run "GetSessionToken"');
  });

  it('and any client of a query service that is not run reads why', async () => {
    await expect(new STSClient(endpoint.clientConfig()).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'UnknownService',
      message: 'The embedded cloud does not run sts.',
    });
  });
});
