import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3 } from '../../../src/services/s3/s3';
import { Endpoint, provision } from '../../../src/testing/endpoint';

let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await Endpoint.open();
});

afterEach(() => endpoint.close());

describe('the settings of a bucket', () => {
  const open = async (more: object = {}) => {
    const s3 = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    await provision(s3, 'AWS::S3::Bucket', { BucketName: 'films', ...more });
    return new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
  };
  const Bucket = 'films';

  it('are the declared versioning, encryption, lifecycle and public access block', async () => {
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

  it('are the defaults of S3 when none are declared', async () => {
    const client = await open();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const { ServerSideEncryptionConfiguration } = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: 'AES256',
    });
    await expect(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });
});
