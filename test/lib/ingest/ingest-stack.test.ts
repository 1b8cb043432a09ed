import { Match } from 'aws-cdk-lib/assertions';
import { STAGES } from '../../../lib/stages';
import { assetSerializer } from '../../support/asset-serializer';
import { refOf, SynthesizedStage } from '../../support/stacks';

const { dev, prod } = STAGES;
const stage = new SynthesizedStage(dev);
const ingest = stage.stack('ingest');
const ofProd = new SynthesizedStage(prod);
const HOUR_SECONDS = 3_600;

expect.addSnapshotSerializer(assetSerializer);
it('the stack is as it was looked at', () => expect(ingest.toJSON()).toMatchSnapshot());

describe('viewing-events', () => {
  it('is encrypted under a key of its own, which rotates', () => {
    const [key] = Object.keys(ingest.findResources('AWS::KMS::Key'));
    ingest.hasResourceProperties('AWS::Kinesis::Stream', {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: { 'Fn::GetAtt': [key, 'Arn'] } },
    });
    ingest.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('keeps events for as long as its stage says', () => {
    ingest.hasResourceProperties('AWS::Kinesis::Stream', { RetentionPeriodHours: 24 });
    ofProd.stack('ingest').hasResourceProperties('AWS::Kinesis::Stream', { RetentionPeriodHours: 7 * 24 });
  });

  it('has its capacity on demand, or so many shards where the stage says so', () => {
    ingest.hasResourceProperties('AWS::Kinesis::Stream', {
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
  it('is written by direct put, to a bucket, compressed, by the day', () => {
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

  it('is kept for as long as its stage says', () => {
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

  it('leaves what can’t be drained among dead letters, which are kept longer than itself', () => {
    const [id] = Object.keys(stage.resources('AWS::SQS::Queue')).filter((one) => one.startsWith('OverflowDeadLetters'));
    expect(queue['RedrivePolicy']).toMatchObject({ deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(Number(deadLetters['MessageRetentionPeriod'])).toBeGreaterThan(Number(queue['MessageRetentionPeriod']));
  });

  it('outlasts half a day of an outage before a message is dead', () => {
    const { maxReceiveCount } = queue['RedrivePolicy'] as { maxReceiveCount: number };
    const longestWaitSeconds = 60;
    expect((maxReceiveCount * longestWaitSeconds) / 2).toBeGreaterThan(8 * HOUR_SECONDS);
    expect(maxReceiveCount * longestWaitSeconds).toBeLessThan(Number(queue['MessageRetentionPeriod']));
  });

  it('hides a message for six times as long as draining may take, and the window', () => {
    const timeout = Number(stage.functionOf('drain-overflow').Properties['Timeout']);
    const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'DrainOverflow');
    const window = Number(source['MaximumBatchingWindowInSeconds']);
    expect(Number(queue['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout + window);
    expect(source['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('takes messages of the size that collect writes', () => {
    expect(queue['MaximumMessageSize']).toBe(1024 * 1024);
  });
});

describe('the playback-quality queue', () => {
  const queue = stage.resource('AWS::SQS::Queue', 'PlaybackQualityQueue').Properties;
  const deadLetters = stage.resource('AWS::SQS::Queue', 'PlaybackQualityDeadLetters').Properties;

  it('leaves a message that can’t be folded among dead letters after a few tries, for two weeks', () => {
    const [id] = Object.keys(stage.resources('AWS::SQS::Queue')).filter((one) => one.startsWith('PlaybackQualityDead'));
    expect(queue['RedrivePolicy']).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] }, maxReceiveCount: 5 });
    expect(deadLetters['MessageRetentionPeriod']).toBe(14 * 24 * HOUR_SECONDS);
    expect(Number(queue['MessageRetentionPeriod'])).toBeLessThan(Number(deadLetters['MessageRetentionPeriod']));
  });

  it('outlives all the tries of a message', () => {
    const { maxReceiveCount } = queue['RedrivePolicy'] as { maxReceiveCount: number };
    expect(maxReceiveCount * Number(queue['VisibilityTimeout'])).toBeLessThan(Number(queue['MessageRetentionPeriod']));
  });

  it('hides a message for six times as long as watch-quality may take, and the window', () => {
    const timeout = Number(stage.functionOf('watch-quality').Properties['Timeout']);
    const { Properties: source } = stage.resource('AWS::Lambda::EventSourceMapping', 'WatchQuality');
    const window = Number(source['MaximumBatchingWindowInSeconds']);
    expect(Number(queue['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout + window);
  });

  it('takes messages of 64 KB, the unit that SQS bills', () => {
    expect(queue['MaximumMessageSize']).toBe(64 * 1024);
  });

  it('is where collect is told to send, and it may do nothing else there', () => {
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
  it('has one route, and sends it to collect', () => {
    const routes = Object.values(stage.resources('AWS::ApiGatewayV2::Route'));
    expect(routes.map(({ Properties }) => Properties['RouteKey'])).toEqual(['POST /v1/events']);
    const { Properties: integration } = stage.resource('AWS::ApiGatewayV2::Integration');
    expect(stage.functionOf('collect')).toBe(
      stage.resources('AWS::Lambda::Function')[refOf(integration['IntegrationUri']) ?? ''],
    );
    expect(integration['PayloadFormatVersion']).toBe('2.0');
  });

  it('is throttled at the rate of its stage', () => {
    for (const [of, limit] of [
      [stage, dev.ingest.requestRateLimit],
      [ofProd, prod.ingest.requestRateLimit],
    ] as const) {
      of.stack('ingest').hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        DefaultRouteSettings: { ThrottlingRateLimit: limit, ThrottlingBurstLimit: limit },
      });
    }
  });

  it('logs each request, and of the caller neither address nor name', () => {
    const settings = stage.resource('AWS::ApiGatewayV2::Stage').Properties['AccessLogSettings'];
    const { DestinationArn, Format } = settings as { DestinationArn: unknown; Format: string };
    expect(Object.keys(stage.resources('AWS::Logs::LogGroup'))).toContain(refOf(DestinationArn));
    expect(Format).toContain('$context.requestId');
    expect(Format).toContain('$context.status');
    expect(Format).not.toMatch(/\$context\.identity|sourceIp|userAgent|authorizer/i);
  });

  it('lets pages of the stage’s origins send events, and no others', () => {
    ofProd.stack('ingest').hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: prod.ingest.allowedOrigins, AllowMethods: ['POST'] },
    });
  });
});

describe('least privilege', () => {
  it('collect puts, sends, notes and reads its key, and reads no stream, no queue and no table', () => {
    expect(stage.actionsOf('collect')).toEqual([
      'dynamodb:BatchWriteItem',
      'firehose:PutRecordBatch',
      'kinesis:PutRecords',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ]);
  });

  it('drain-overflow empties the queue into the streams, and knows no key', () => {
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

  it('each of them can do that to the resource that is meant, by name', () => {
    const resources = ['collect', 'drain-overflow'].flatMap((step) => stage.statementsOf(step));
    for (const one of resources.flatMap(({ Resource }) => Resource)) expect(refOf(one)).toBeDefined();
  });
});

it('the pseudonym key starts out as a keyring, and is rotated once a year and not by a deployment', () => {
  ingest.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 },
  });
  ingest.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
    RotationRules: { ScheduleExpression: 'rate(365 days)' },
    RotateImmediatelyOnUpdate: false,
  });
});
