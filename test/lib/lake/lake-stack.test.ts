import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { columnsOf } from '../../../domain/families';
import { VIEWING_DEFINITION } from '../../../domain/families/viewing';
import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { refOf, type Resource, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const ofProd = new SynthesizedStage(STAGES.prod);
const lake = stage.stack('lake');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(lake.toJSON()).toMatchSnapshot());

const bucket = (name: string, of = stage): Resource =>
  Object.entries(of.stack('lake').findResources('AWS::S3::Bucket')).find(([id]) =>
    id.startsWith(name),
  )?.[1] as Resource;
const rulesOf = (name: string, of = stage) =>
  (bucket(name, of).Properties['LifecycleConfiguration'] as { readonly Rules: readonly object[] }).Rules;

// test/lib/data-protection.test.ts checks that every bucket is encrypted, versioned, private and reached by TLS only.
describe('the bucket', () => {
  it('moves objects to the storage classes of its stage, which Athena can read, and deletes none', () => {
    expect(rulesOf('LakeBucket')).toEqual([
      expect.objectContaining({ Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }] }),
    ]);
    expect(rulesOf('LakeBucket', ofProd)).toEqual([
      expect.objectContaining({
        Transitions: [
          { StorageClass: 'STANDARD_IA', TransitionInDays: 45 },
          { StorageClass: 'GLACIER_IR', TransitionInDays: 180 },
        ],
      }),
    ]);
    for (const one of [stage, ofProd]) expect(JSON.stringify(rulesOf('LakeBucket', one))).not.toContain('"Expiration');
  });

  it('keeps overwritten and deleted objects for the period of its stage', () => {
    expect(rulesOf('LakeBucket')).toMatchObject([{ NoncurrentVersionExpiration: { NoncurrentDays: 1 } }]);
    expect(rulesOf('LakeBucket', ofProd)).toMatchObject([{ NoncurrentVersionExpiration: { NoncurrentDays: 14 } }]);
  });

  it('logs every access, and keeps the logs for the retention of its stage', () => {
    for (const [of, days] of [
      [stage, 7],
      [ofProd, 365],
    ] as const) {
      const { DestinationBucketName } = bucket('LakeBucket', of).Properties['LoggingConfiguration'] as {
        readonly DestinationBucketName: unknown;
      };
      expect(refOf(DestinationBucketName)).toMatch(/^LakeAccessLogs/);
      expect(rulesOf('LakeAccessLogs', of)).toMatchObject([{ ExpirationInDays: days }]);
    }
  });

  it('is retained when its stack is deleted in prod', () => {
    expect(bucket('LakeBucket').DeletionPolicy).toBe('Delete');
    expect(bucket('LakeBucket', ofProd).DeletionPolicy).toMatch(/^Retain/);
  });
});

describe('the tables', () => {
  it('and the views are all named in docs/lake.md', () => {
    const text = readFileSync(join(__dirname, '../../../docs/lake.md'), 'utf8');
    const tables = Object.values(stage.resources('AWS::Glue::Table'));
    const names = tables.map(({ Properties }) => String((Properties['TableInput'] as { readonly Name: unknown }).Name));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  interface TableInput {
    readonly Name: string;
    readonly StorageDescriptor: { readonly Columns: readonly { readonly Name: string }[] };
    readonly Parameters: Readonly<Record<string, string>>;
    readonly PartitionKeys: readonly { readonly Name: string; readonly Type: string }[];
  }
  const tables = Object.values(lake.findResources('AWS::Glue::Table')).map(
    ({ Properties }) => (Properties as { readonly TableInput: TableInput }).TableInput,
  );
  const table = (name: string) => tables.find(({ Name }) => Name === name);

  it.each([
    ['raw_viewing_events', 'raw'],
    ['viewing_events', 'curated'],
  ] as const)('%s has a column for every field that it keeps', (name, store) => {
    const fields = Object.keys(columnsOf(VIEWING_DEFINITION.fields, store));
    expect(
      table(name)
        ?.StorageDescriptor.Columns.map((column) => column.Name)
        .sort(),
    ).toEqual(fields.sort());
  });

  it('derive the partitions of raw from the clock, without a crawler', () => {
    expect(table('raw_viewing_events')).toMatchObject({
      PartitionKeys: [
        { Name: 'dt', Type: 'string' },
        { Name: 'hour', Type: 'string' },
      ],
      Parameters: {
        'projection.enabled': 'true',
        'projection.dt.type': 'date',
        'projection.dt.format': 'yyyy-MM-dd',
        'projection.dt.range': expect.stringMatching(/^\d{4}-01-01,NOW$/) as string,
        'projection.hour.type': 'integer',
        'projection.hour.range': '0,23',
        'projection.hour.digits': '2',
      },
    });
    lake.resourceCountIs('AWS::Glue::Crawler', 0);
  });

  it('that are curated have partitions by date or week in the catalog, so that one can be replaced', () => {
    const curated = ['viewing_events', 'sessions', 'training_examples', 'content_weekly'].map(table);
    expect(curated.map((one) => one?.PartitionKeys.map(({ Name }) => Name))).toEqual([
      ['dt'],
      ['dt'],
      ['dt'],
      ['week'],
    ]);
    for (const one of curated) expect(one?.Parameters['projection.enabled']).toBeUndefined();
  });
});

describe('delivery', () => {
  const delivers = (of: SynthesizedStage, destination: object) =>
    of.stack('lake').hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'KinesisStreamAsSource',
      ExtendedS3DestinationConfiguration: destination,
    });

  it('writes Parquet by date and hour of arrival, and unconverted records below a separate prefix', () => {
    delivers(stage, {
      Prefix: 'raw/viewing_events/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      ErrorOutputPrefix: Match.stringLikeRegexp('^raw-errors/viewing_events/!\\{firehose:error-output-type\\}/'),
      DataFormatConversionConfiguration: {
        Enabled: true,
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
        SchemaConfiguration: { TableName: { Ref: Match.stringLikeRegexp('RawViewingEvents') }, VersionId: 'LATEST' },
      },
    });
  });

  it('buffers more, and longer, in a larger stage', () => {
    delivers(stage, { BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 20 } });
    delivers(ofProd, { BufferingHints: { SizeInMBs: 128, IntervalInSeconds: 300 } });
  });
});

describe('a workgroup', () => {
  const GIB = 2 ** 30;

  it.each([
    ['analysts', stage, 10 * GIB],
    ['curation', stage, 100 * GIB],
    ['analysts', ofProd, 5 * 1024 * GIB],
    ['curation', ofProd, 10 * 1024 * GIB],
  ])(
    'for %s cancels a query at its cutoff and encrypts its results, and no query can override this (%#)',
    (use, of, bytes) => {
      of.stack('lake').hasResourceProperties('AWS::Athena::WorkGroup', {
        Name: Match.stringLikeRegexp(`^playhead-\\w+-${use}$`),
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration: true,
          BytesScannedCutoffPerQuery: bytes,
          ResultConfiguration: {
            EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
            OutputLocation: {
              'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^QueryResults') }, `/${use}/`]],
            },
          },
        },
      });
    },
  );

  it('keeps results for the retention of its stage', () => {
    expect(rulesOf('QueryResults')).toMatchObject([{ ExpirationInDays: 1 }]);
    expect(rulesOf('QueryResults', ofProd)).toMatchObject([{ ExpirationInDays: 30 }]);
  });

  it('of the analysts has their saved queries, audits included', () => {
    const names = Object.values(lake.findResources('AWS::Athena::NamedQuery')).map(
      ({ Properties }) => Properties as { readonly Name: string; readonly WorkGroup: string },
    );
    expect(new Set(names.map(({ WorkGroup }) => WorkGroup))).toEqual(new Set(['playhead-dev-analysts']));
    expect(names.filter(({ Name }) => Name.startsWith('Audit: ')).length).toBeGreaterThan(2);
  });
});

describe('curate', () => {
  const of = (service: string) => (action: string) => `${service}:${action}`;

  it('may query its own workgroup, add partitions and rewrite the lake, and nothing else', () => {
    const actions = new Set(stage.actionsOf('curate').filter((action) => !/^(logs|sqs):/.test(action)));
    expect([...actions]).toEqual([
      ...['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution', 'StopQueryExecution'].map(of('athena')),
      'cloudwatch:PutMetricData',
      ...['BatchGetPartition', 'CreatePartition', 'GetDatabase', 'GetPartition', 'GetPartitions'].map(of('glue')),
      ...['GetTable', 'UpdatePartition'].map(of('glue')),
      ...['AbortMultipartUpload', 'DeleteObject', 'GetBucketLocation', 'GetObject', 'ListBucket'].map(of('s3')),
      ...['ListMultipartUploadParts', 'PutObject'].map(of('s3')),
    ]);
    const withWildcard = stage.statementsOf('curate').filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(withWildcard.map(({ Action }) => Action)).toEqual(['cloudwatch:PutMetricData']);
  });

  it('starts each night, two hours after the end of the date', () => {
    lake.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 2 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
    });
  });

  it('moves a run that failed three times to the dead-letter queue, which keeps it longer', () => {
    const queue = stage.resource('AWS::SQS::Queue', 'CurateRunsQueue').Properties;
    const deadLetters = stage.resource('AWS::SQS::Queue', 'CurateRunsDeadLetters').Properties;
    expect(queue['RedrivePolicy']).toMatchObject({ maxReceiveCount: 3 });
    expect(Number(deadLetters['MessageRetentionPeriod'])).toBeGreaterThan(Number(queue['MessageRetentionPeriod']));
  });
});
