import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { refOf, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const features = stage.stack('features');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(features.toJSON()).toMatchSnapshot());

describe('update-features', () => {
  const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'UpdateFeatures');

  it('has its own event source, waits at most a second for a batch, and has the lanes of its stage', () => {
    expect(source['MaximumBatchingWindowInSeconds']).toBe(1);
    expect(source['ParallelizationFactor']).toBe(STAGES.dev.features.lanes);
    expect(source['StartingPosition']).toBe('TRIM_HORIZON');
  });

  it('bisects a failing batch, reports the bad record, and tolerates a table that is down for most of an hour', () => {
    expect(source).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 3_600,
    });
    expect(source).not.toHaveProperty('MaximumRetryAttempts');
    expect(3_600).toBeLessThan(STAGES.dev.ingest.streamRetention.toSeconds());
  });

  it('stores a batch in a bucket after its last retry, and AWS counts it for an alarm', () => {
    const { OnFailure } = source['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(Object.keys(features.findResources('AWS::S3::Bucket'))).toContain(refOf(OnFailure.Destination));
    expect(source['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
  });

  it('may read and write playbacks and read the catalog, and cannot delete, scan or write the stream', () => {
    const actions = stage.actionsOf('update-features');
    expect(actions.filter((action) => !/^kinesis:(Get|Describe|List|Subscribe)/.test(action))).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:Query', // the list of erased viewers
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

  it('processes one message per invocation, and several invocations at the same time', () => {
    expect(source).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 8 } });
  });

  it('moves a message that failed three times to the dead-letter queue, and hides a message until its invocation has ended', () => {
    const queue = stage.resource('AWS::SQS::Queue', 'RebuildFeaturesRunsQueue').Properties;
    expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 3 }, VisibilityTimeout: 1_800 });
    expect(stage.functionOf('rebuild-features').Properties).toMatchObject({ Timeout: 300 });
  });

  it('starts each night after curation', () => {
    const [nightly] = Object.values(features.findResources('AWS::Scheduler::Schedule'));
    expect(nightly).toMatchObject({ Properties: { ScheduleExpression: 'cron(45 4 * * ? *)' } });
  });

  it('may write profiles and query results, and cannot delete a viewer or change the lake’s tables', () => {
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

it('the table expires the items of viewers who stopped watching', () => {
  const table = stage.resource('AWS::DynamoDB::GlobalTable', 'Features');
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  });
});

it('the catalog can be restored to any second of the last weeks', () => {
  const { Replicas } = stage.resource('AWS::DynamoDB::GlobalTable', 'Catalog').Properties;
  expect(Replicas).toEqual([
    expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  ]);
});
