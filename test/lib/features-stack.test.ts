import { STAGES } from '../../lib/config';
import { assetSerializer } from '../support/asset-serializer';
import { refOf, SynthesizedStage } from '../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const { features } = stage;

expect.addSnapshotSerializer(assetSerializer);
test('the stack is as it was looked at', () => expect(features.toJSON()).toMatchSnapshot());

describe('update-features', () => {
  const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'UpdateFeatures');

  test('reads the stream by itself, waits for nothing, and has as many lanes as its stage says', () => {
    expect(source).not.toHaveProperty('MaximumBatchingWindowInSeconds');
    expect(source['ParallelizationFactor']).toBe(STAGES.dev.features.lanes);
    expect(source['StartingPosition']).toBe('TRIM_HORIZON');
  });

  test('halves a batch that fails, names the record that is bad, and bears a table that is down for most of an hour', () => {
    expect(source).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 3_600,
    });
    expect(source).not.toHaveProperty('MaximumRetryAttempts');
    expect(3_600).toBeLessThan(STAGES.dev.streamRetention.toSeconds());
  });

  test('leaves a batch that fails to the end in a bucket, and AWS counts it for an alarm to see', () => {
    const { OnFailure } = source['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(Object.keys(features.findResources('AWS::S3::Bucket'))).toContain(refOf(OnFailure.Destination));
    expect(source['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
  });

  test('reads and writes viewers, reads the catalog, and can neither delete, nor scan, nor write the stream', () => {
    const actions = stage.actionsOf('update-features');
    expect(actions.filter((action) => !/^kinesis:(Get|Describe|List|Subscribe)/.test(action))).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:PutObject',
    ]);
    const writes = stage.statementsOf('update-features').filter(({ Action }) => Action.includes('dynamodb:PutItem'));
    expect(writes.map(({ Resource: table }) => refOf(table))).toEqual([expect.stringMatching(/^Features/)]);
  });
});

test('viewers who went quiet are forgotten by the table itself', () => {
  const table = stage.resource('AWS::DynamoDB::GlobalTable', 'Features');
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  });
});

test('what the CMS told can be brought back to any second of the last weeks', () => {
  const { Replicas } = stage.resource('AWS::DynamoDB::GlobalTable', 'Catalog').Properties;
  expect(Replicas).toEqual([
    expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  ]);
});
