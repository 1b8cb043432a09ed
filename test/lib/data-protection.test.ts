import { VIEWER_DATA_METADATA } from '../../lib/foundation/viewer-data';
import { STAGES } from '../../lib/stages';
import { refOf, SynthesizedStage } from '../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);

it('every bucket is encrypted, private, versioned and accepts TLS only', () => {
  const buckets = stage.resources('AWS::S3::Bucket');
  const policies = Object.values(stage.resources('AWS::S3::BucketPolicy'));
  expect(buckets).not.toEqual({});
  for (const [id, { Properties }] of Object.entries(buckets)) {
    expect(Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(policies.find((policy) => refOf(policy.Properties['Bucket']) === id)?.Properties).toMatchObject({
      PolicyDocument: {
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          expect.objectContaining({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
          }),
        ]) as unknown,
      },
    });
  }
});

it('every queue is encrypted and accepts TLS only', () => {
  const queues = stage.resources('AWS::SQS::Queue');
  expect(queues).not.toEqual({});
  for (const { Properties } of Object.values(queues)) expect(Properties['SqsManagedSseEnabled']).toBe(true);
  const denied = Object.values(stage.resources('AWS::SQS::QueuePolicy')).map(({ Properties }) => Properties);
  expect(denied.flatMap(({ Queues }) => (Queues as unknown[]).map(refOf)).sort()).toEqual(Object.keys(queues).sort());
  for (const { PolicyDocument } of denied) {
    expect(PolicyDocument).toMatchObject({
      Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    });
  }
});

it('every store declares what it keeps about viewers', () => {
  const STORES = [
    ...['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::SQS::Queue', 'AWS::Kinesis::Stream'],
    'AWS::RedshiftServerless::Namespace',
  ];
  const silent = STORES.flatMap((type) =>
    Object.entries(stage.resources(type)).filter(([, { Metadata }]) => Metadata?.[VIEWER_DATA_METADATA] === undefined),
  );
  expect(silent).toEqual([]);
});

it('the erase step may delete from every store that keeps viewer data until an erasure', () => {
  const kept = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    Object.entries(stage.resources(type)).filter(([, { Metadata }]) => {
      const declared = Metadata?.[VIEWER_DATA_METADATA] as { readonly until?: string } | undefined;
      return declared?.until === 'until an erasure';
    }),
  );
  const granted = JSON.stringify(
    stage.statementsOf('erase').filter(({ Action }) => /Delete/.test(JSON.stringify(Action))),
  );
  expect(kept).not.toEqual([]);
  for (const [logicalId] of kept) expect(granted).toContain(logicalId);
});
