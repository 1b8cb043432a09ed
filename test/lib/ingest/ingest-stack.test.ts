import { Match } from 'aws-cdk-lib/assertions';
import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { refOf, SynthesizedStage } from '../../support/stacks';

const { dev, prod } = STAGES;
const stage = new SynthesizedStage(dev);
const ingest = stage.stack('ingest');
const ofProd = new SynthesizedStage(prod);
const HOUR_SECONDS = 3_600;

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(ingest.toJSON()).toMatchSnapshot());

describe('viewing-events', () => {
  it('has its own encryption key, which AWS rotates', () => {
    const [key] = Object.keys(ingest.findResources('AWS::KMS::Key'));
    ingest.hasResourceProperties('AWS::Kinesis::Stream', {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: { 'Fn::GetAtt': [key, 'Arn'] } },
    });
    ingest.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('keeps events for the retention of its stage', () => {
    ingest.hasResourceProperties('AWS::Kinesis::Stream', { RetentionPeriodHours: 24 });
    ofProd.stack('ingest').hasResourceProperties('AWS::Kinesis::Stream', { RetentionPeriodHours: 7 * 24 });
  });

  it('has on-demand capacity, or the shards that its stage sets', () => {
    ofProd.stack('ingest').hasResourceProperties('AWS::Kinesis::Stream', {
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      ShardCount: Match.absent(),
    });
    const provisioned = new SynthesizedStage({
      ...dev,
      ingest: { ...dev.ingest, streamCapacity: { mode: 'provisioned', shards: 3 } },
    });
    provisioned.stack('ingest').hasResourceProperties('AWS::Kinesis::Stream', {
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      ShardCount: 3,
    });
  });
});

describe('the quarantine', () => {
  it('accepts direct puts and writes compressed objects by date', () => {
    ingest.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: {
        CompressionFormat: 'GZIP',
        Prefix: Match.stringLikeRegexp('dt=!\\{timestamp:yyyy-MM-dd\\}'),
        ErrorOutputPrefix: Match.stringLikeRegexp('error-output-type'),
      },
    });
  });

  it('is kept for the retention of its stage', () => {
    const daysOf = (of: SynthesizedStage) =>
      Object.values(of.stack('ingest').findResources('AWS::S3::Bucket')).map(({ Properties }) => {
        const { LifecycleConfiguration } = Properties as { LifecycleConfiguration: { Rules: object[] } };
        return LifecycleConfiguration.Rules[0];
      });
    expect(daysOf(stage)).toMatchObject([{ ExpirationInDays: 7, Status: 'Enabled' }]);
    expect(daysOf(ofProd)).toMatchObject([{ ExpirationInDays: 90, Status: 'Enabled' }]);
  });
});

describe('the overflow queue', () => {
  const queue = stage.resource('AWS::SQS::Queue', 'OverflowQueue').Properties;
  const deadLetters = stage.resource('AWS::SQS::Queue', 'OverflowDeadLetters').Properties;

  it('moves messages that cannot be drained to the dead-letter queue, which keeps them longer', () => {
    const [id] = Object.keys(stage.resources('AWS::SQS::Queue')).filter((one) => one.startsWith('OverflowDeadLetters'));
    expect(queue['RedrivePolicy']).toMatchObject({ deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(Number(deadLetters['MessageRetentionPeriod'])).toBeGreaterThan(Number(queue['MessageRetentionPeriod']));
  });

  it('retries a message for more than half a day before it becomes a dead letter', () => {
    const { maxReceiveCount } = queue['RedrivePolicy'] as { maxReceiveCount: number };
    const longestWaitSeconds = 60;
    expect((maxReceiveCount * longestWaitSeconds) / 2).toBeGreaterThan(8 * HOUR_SECONDS);
    expect(maxReceiveCount * longestWaitSeconds).toBeLessThan(Number(queue['MessageRetentionPeriod']));
  });

  it('hides a message for six times the timeout of drain-overflow plus the batching window', () => {
    const timeout = Number(stage.functionOf('drain-overflow').Properties['Timeout']);
    const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'DrainOverflow');
    const window = Number(source['MaximumBatchingWindowInSeconds']);
    expect(Number(queue['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout + window);
    expect(source['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('accepts messages of the size that collect writes', () => {
    expect(queue['MaximumMessageSize']).toBe(1024 * 1024);
  });
});

describe('the playback-quality queue', () => {
  const queue = stage.resource('AWS::SQS::Queue', 'PlaybackQualityQueue').Properties;
  const deadLetters = stage.resource('AWS::SQS::Queue', 'PlaybackQualityDeadLetters').Properties;

  it('moves a message that cannot be processed to the dead-letter queue after a few attempts, for two weeks', () => {
    const [id] = Object.keys(stage.resources('AWS::SQS::Queue')).filter((one) => one.startsWith('PlaybackQualityDead'));
    expect(queue['RedrivePolicy']).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] }, maxReceiveCount: 5 });
    expect(deadLetters['MessageRetentionPeriod']).toBe(14 * 24 * HOUR_SECONDS);
    expect(Number(queue['MessageRetentionPeriod'])).toBeLessThan(Number(deadLetters['MessageRetentionPeriod']));
  });

  it('keeps a message longer than all its retries take', () => {
    const { maxReceiveCount } = queue['RedrivePolicy'] as { maxReceiveCount: number };
    expect(maxReceiveCount * Number(queue['VisibilityTimeout'])).toBeLessThan(Number(queue['MessageRetentionPeriod']));
  });

  it('hides a message for six times the timeout of watch-quality plus the batching window', () => {
    const timeout = Number(stage.functionOf('watch-quality').Properties['Timeout']);
    const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'WatchQuality');
    const window = Number(source['MaximumBatchingWindowInSeconds']);
    expect(Number(queue['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout + window);
  });

  it('accepts messages of 64 KB, the unit that SQS bills', () => {
    expect(queue['MaximumMessageSize']).toBe(64 * 1024);
  });

  it('is the queue that collect sends to, and collect may only send', () => {
    const [id] = Object.keys(stage.resources('AWS::SQS::Queue')).filter((one) =>
      one.startsWith('PlaybackQualityQueue'),
    );
    stage.stack('ingest').hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'playhead-dev-collect',
      Environment: { Variables: Match.objectLike({ QUALITY_QUEUE_URL: { Ref: id } }) },
    });
    const allowed = stage.statementsOf('collect').filter(({ Resource }) => JSON.stringify(Resource).includes(id ?? ''));
    expect(allowed.map(({ Action }) => Action)).toEqual(['sqs:SendMessage']);
  });
});

describe('the API', () => {
  it('has one route, which invokes collect', () => {
    const routes = Object.values(stage.resources('AWS::ApiGatewayV2::Route'));
    expect(routes.map(({ Properties }) => Properties['RouteKey'])).toEqual(['POST /v1/events']);
    const { Properties: integration } = stage.resource('AWS::ApiGatewayV2::Integration');
    expect(stage.functionOf('collect')).toBe(
      stage.resources('AWS::Lambda::Function')[refOf(integration['IntegrationUri']) ?? ''],
    );
    expect(integration['PayloadFormatVersion']).toBe('2.0');
  });

  it('throttles at the rate and the burst of its stage', () => {
    for (const [of, { requestRateLimit, requestBurstLimit }] of [
      [stage, dev.ingest],
      [ofProd, prod.ingest],
    ] as const) {
      of.stack('ingest').hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        DefaultRouteSettings: { ThrottlingRateLimit: requestRateLimit, ThrottlingBurstLimit: requestBurstLimit },
      });
    }
  });

  it('logs each request without the address or the name of the caller', () => {
    const settings = stage.resource('AWS::ApiGatewayV2::Stage').Properties['AccessLogSettings'];
    const { DestinationArn, Format } = settings as { DestinationArn: unknown; Format: string };
    expect(Object.keys(stage.resources('AWS::Logs::LogGroup'))).toContain(refOf(DestinationArn));
    expect(Format).toContain('$context.requestId');
    expect(Format).toContain('$context.status');
    expect(Format).not.toMatch(/\$context\.identity|sourceIp|userAgent|authorizer/i);
  });

  it('accepts events only from pages of the stage’s origins', () => {
    ofProd.stack('ingest').hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: prod.ingest.allowedOrigins, AllowMethods: ['POST'] },
    });
  });
});

describe('least privilege', () => {
  it('collect may put, send, note, and read its keys and the list of erased viewers, and cannot read a stream or a queue', () => {
    expect(stage.actionsOf('collect')).toEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:Query',
      'firehose:PutRecordBatch',
      'kinesis:PutRecords',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ]);
  });

  it('drain-overflow may move messages from the queue to the streams and cannot read the key', () => {
    expect(stage.actionsOf('drain-overflow')).toEqual([
      'firehose:PutRecordBatch',
      'kinesis:PutRecords',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
  });

  it('each statement names its resource, except those that publish metrics', () => {
    const statements = ['collect', 'drain-overflow'].flatMap((step) => stage.statementsOf(step));
    const others = statements.filter(({ Action }) => Action !== 'cloudwatch:PutMetricData');
    const resources = others.flatMap(({ Resource }) => Resource);
    expect(resources.filter((one) => refOf(one) === undefined)).toEqual([]);
  });
});

it('the pseudonym key starts as a keyring and is rotated once a year, not by a deployment', () => {
  ingest.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 },
  });
  ingest.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
    RotationRules: { ScheduleExpression: 'rate(365 days)' },
    RotateImmediatelyOnUpdate: false,
  });
});
