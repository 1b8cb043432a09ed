import { LIVE_METRICS } from '../../../domain/live';
import { LONGEST_RUN_MS } from '../../../lambdas/foundation/rounds';
import { STAGES } from '../../../lib/stages';
import { dashboardsOf } from '../../support/dashboards';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { refOf, type Resource, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const live = stage.stack('live');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(live.toJSON()).toMatchSnapshot());

describe('count-viewers', () => {
  const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'CountViewers');

  it('is invoked within two seconds, in the lanes of its stage', () => {
    expect(Number(source['MaximumBatchingWindowInSeconds'])).toBeLessThanOrEqual(2);
    expect(source['ParallelizationFactor']).toBe(STAGES.dev.live.countingLanes);
    const prod = new SynthesizedStage(STAGES.prod);
    prod.stack('live').hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ParallelizationFactor: STAGES.prod.live.countingLanes,
    });
  });

  it('starts with the oldest record, so that a new reader misses no record', () => {
    expect(source['StartingPosition']).toBe('TRIM_HORIZON');
  });

  it('bisects a failing batch, reports the bad record, and retries by age and not by number', () => {
    expect(source).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(source).not.toHaveProperty('MaximumRetryAttempts');
    expect(Number(source['MaximumRecordAgeInSeconds'])).toBeGreaterThanOrEqual(600);
  });

  it('stores a batch in a bucket after its last retry, because Lambda keeps the payload only there', () => {
    const { OnFailure } = source['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(Object.keys(live.findResources('AWS::S3::Bucket'))).toContain(refOf(OnFailure.Destination));
  });

  it('retries for less time than the stream keeps records', () => {
    expect(Number(source['MaximumRecordAgeInSeconds'])).toBeLessThan(STAGES.dev.ingest.streamRetention.toSeconds());
  });
});

it('AWS counts batches that failed their last retry, so that an alarm can fire', () => {
  const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'CountViewers');
  expect(source['MetricsConfig']).toEqual({ Metrics: ['EventCount'] });
});

describe('publish-counts', () => {
  it('starts in each minute, and a failed start is not retried, because the next one follows', () => {
    const { Properties: schedule } = stage.resource('AWS::Scheduler::Schedule', 'PublishCounts');
    const { Arn, RetryPolicy } = schedule['Target'] as { Arn: unknown; RetryPolicy: object };
    expect(schedule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    expect(stage.resources('AWS::Lambda::Function')[refOf(Arn) ?? '']).toBe(stage.functionOf('publish-counts'));
    expect(RetryPolicy).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  it('has time for its longest run and a slow last round', () => {
    const timeoutMs = Number(stage.functionOf('publish-counts').Properties['Timeout']) * 1_000;
    expect(timeoutMs).toBeGreaterThanOrEqual(LONGEST_RUN_MS + 20_000);
  });

  it('may overlap with itself: every graph shows the maximum of metrics that two runs publish, not their sum', () => {
    const names: ReadonlySet<unknown> = new Set(Object.values(LIVE_METRICS));
    const shown = [...dashboardsOf(live).values()]
      .flat()
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([, name]) => names.has(name));
    expect(shown.length).toBeGreaterThan(names.size);
    for (const row of shown) expect(row.at(-1)).toMatchObject({ stat: 'Maximum' });
  });

  it('agrees with count-viewers on buckets, salts and the time after which an instant closes', () => {
    const variablesOf = (step: string) =>
      (stage.functionOf(step).Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
    const [counting, publishing] = [variablesOf('count-viewers'), variablesOf('publish-counts')];
    for (const name of ['EVENT_BUCKETS', 'PRESENCE_SALTS', 'CLOSE_AFTER_SECONDS', 'PRESENCE_TABLE_NAME']) {
      expect([name, publishing[name]]).toEqual([name, counting[name]]);
    }
    expect(counting['EVENT_BUCKETS']).toBe(variablesOf('collect')['EVENT_BUCKETS']);
    expect(counting['EVENT_BUCKETS']).toBe(variablesOf('drain-overflow')['EVENT_BUCKETS']);
  });
});

it('both tables are billed on demand and expire their items', () => {
  const tables = Object.values(live.findResources('AWS::DynamoDB::GlobalTable')) as Resource[];
  expect(tables).toHaveLength(2);
  for (const { Properties } of tables) {
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    });
  }
});

describe('least privilege', () => {
  it('count-viewers may read the stream and write presence, failed batches and unreadable records, and cannot write the stream', () => {
    const actions = stage.actionsOf('count-viewers');
    expect(actions.filter((action) => !/^kinesis:(Get|Describe|List|Subscribe)/.test(action))).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:BatchWriteItem',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  it('publish-counts may read presence and write counts and watermarks, and cannot read the stream or the queue', () => {
    expect(stage.actionsOf('publish-counts')).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'kinesis:PutRecords',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:GetQueueAttributes',
    ]);
  });

  it('each table is open only to the step that needs it', () => {
    const tablesOf = (action: string, step: string) =>
      stage
        .statementsOf(step)
        .flatMap(({ Action, Resource: resources }) => (Action === action ? [resources].flat() : []))
        .map((table) => JSON.stringify(table));
    expect(tablesOf('dynamodb:BatchWriteItem', 'count-viewers')).toEqual([
      expect.stringMatching(/^{"Fn::GetAtt":\["Presence/),
      expect.stringMatching(/^{"Fn::GetStackOutput":{"StackName":"playhead-dev-ingest",.*FnGetAttLedger/),
    ]);
    expect(tablesOf('dynamodb:Query', 'publish-counts')).toEqual([expect.stringMatching(/"Presence/)]);
    expect(tablesOf('dynamodb:UpdateItem', 'publish-counts')).toEqual([expect.stringMatching(/"LiveCounts/)]);
  });
});
