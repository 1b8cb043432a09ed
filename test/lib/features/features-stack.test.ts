import { STAGES } from '../../../lib/stages';
import { assetSerializer } from '../../support/asset-serializer';
import { refOf, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const features = stage.stack('features');

expect.addSnapshotSerializer(assetSerializer);
it('the stack is as it was looked at', () => expect(features.toJSON()).toMatchSnapshot());

describe('update-features', () => {
  const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'UpdateFeatures');

  it('reads the stream by itself, waits for a second at most, and has as many lanes as its stage says', () => {
    expect(source['MaximumBatchingWindowInSeconds']).toBe(1);
    expect(source['ParallelizationFactor']).toBe(STAGES.dev.features.lanes);
    expect(source['StartingPosition']).toBe('TRIM_HORIZON');
  });

  it('halves a batch that fails, names the record that is bad, and bears a table that is down for most of an hour', () => {
    expect(source).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 3_600,
    });
    expect(source).not.toHaveProperty('MaximumRetryAttempts');
    expect(3_600).toBeLessThan(STAGES.dev.ingest.streamRetention.toSeconds());
  });

  it('leaves a batch that fails to the end in a bucket, and AWS counts it for an alarm to see', () => {
    const { OnFailure } = source['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(Object.keys(features.findResources('AWS::S3::Bucket'))).toContain(refOf(OnFailure.Destination));
    expect(source['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
  });

  it('reads and writes playbacks, reads the catalog, and can neither delete, nor scan, nor write the stream', () => {
    const actions = stage.actionsOf('update-features');
    expect(actions.filter((action) => !/^kinesis:(Get|Describe|List|Subscribe)/.test(action))).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:PutObject',
    ]);
    const writes = stage
      .statementsOf('update-features')
      .filter(({ Action }) => Action.includes('dynamodb:BatchWriteItem'));
    expect(writes.map(({ Resource: table }) => refOf(table))).toEqual([expect.stringMatching(/^Features/)]);
  });
});

describe('rebuild-features', () => {
  const source = stage.resource('AWS::Lambda::EventSourceMapping', 'RebuildFeatures').Properties;
  const allows = (action: string) =>
    stage.statementsOf('rebuild-features').filter(({ Action }) => [Action].flat().includes(action));

  it('takes one message at a time, and several at once', () => {
    expect(source).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 8 } });
  });

  it('lays aside what fails three times, and a message is not seen again before its call has ended', () => {
    const queue = stage.resource('AWS::SQS::Queue', 'RebuildFeaturesRunsQueue').Properties;
    expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 3 }, VisibilityTimeout: 1_800 });
    expect(stage.functionOf('rebuild-features').Properties).toMatchObject({ Timeout: 300 });
  });

  it('begins each night after curation', () => {
    const [nightly] = Object.values(features.findResources('AWS::Scheduler::Schedule'));
    expect(nightly).toMatchObject({ Properties: { ScheduleExpression: 'cron(45 4 * * ? *)' } });
  });

  it('writes profiles and the answers that it works on, and neither deletes a viewer nor touches what the lake keeps', () => {
    expect(allows('dynamodb:BatchWriteItem').map(({ Resource: table }) => refOf(table))).toEqual([
      expect.stringMatching(/^Features/),
    ]);
    expect(JSON.stringify(allows('s3:PutObject').map(({ Resource }) => Resource))).toContain('/features/rebuild/*');
    expect(JSON.stringify(allows('s3:DeleteObject').map(({ Resource }) => Resource))).not.toContain('/curated/');
    const actions = stage.actionsOf('rebuild-features');
    expect(
      actions.filter((action) => /^(dynamodb:(Delete|Scan|Update)|glue:(Create|Update|Delete))/.test(action)),
    ).toEqual([]);
  });
});

it('viewers who went quiet are forgotten by the table itself', () => {
  const table = stage.resource('AWS::DynamoDB::GlobalTable', 'Features');
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  });
});

it('what the CMS told can be brought back to any second of the last weeks', () => {
  const { Replicas } = stage.resource('AWS::DynamoDB::GlobalTable', 'Catalog').Properties;
  expect(Replicas).toEqual([
    expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  ]);
});
