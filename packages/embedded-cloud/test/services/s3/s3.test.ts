import { GetBucketLocationCommand, HeadBucketCommand, HeadObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { S3 } from '../../../src/services/s3/s3';
import { provision } from '../../../src/testing/endpoint';
import { BUCKET, TestBucket } from './test-bucket';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await TestBucket.open();
});

afterEach(() => bucket.close());

describe('S3', () => {
  it('finds its buckets by path and by host name', async () => {
    const { Buckets } = await bucket.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([BUCKET]);
    await expect(bucket.client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await bucket.client.send(new HeadBucketCommand({ Bucket: BUCKET }));
    expect((await bucket.client.send(new GetBucketLocationCommand({ Bucket: BUCKET }))).LocationConstraint).toBeFalsy();
    await bucket.put('by/path', 'content');
    expect((await bucket.request('GET', '/by/path', { host: `${BUCKET}.localhost` })).body).toBe('content');
  });

  it('lists its buckets by prefix and page by page', async () => {
    for (const BucketName of ['raw-b', 'raw-a', 'raw-c']) {
      await provision(bucket.service, 'AWS::S3::Bucket', { BucketName });
    }
    const list = async (ContinuationToken?: string) => {
      const input = { Prefix: 'raw-', MaxBuckets: 2, ContinuationToken };
      const answer = await bucket.client.send(new ListBucketsCommand(input));
      return { names: answer.Buckets?.map(({ Name }) => Name), next: answer.ContinuationToken };
    };
    const first = await list();
    expect(first.names).toEqual(['raw-a', 'raw-b']);
    expect(await list(first.next)).toEqual({ names: ['raw-c'], next: undefined });
  });

  it('answers 501 to operations that it does not support', async () => {
    await bucket.put('tagged', 'content');
    for (const subresource of ['tagging', 'acl']) {
      expect((await bucket.request('PUT', `/${BUCKET}/tagged?${subresource}`, {}, 'x')).status).toBe(501);
    }
    expect(await bucket.get('tagged')).toBe('content');
  });

  it.each([4, 2])('answers URLs presigned in signature version %i until they expire', async (version) => {
    await bucket.put('shared', 'content');
    const read = async (secondsAgo: number) => {
      const signedAt = Date.now() - secondsAgo * 1_000;
      const date = new Date(signedAt).toISOString().replace(/[-:]|\.\d+/g, '');
      const credential = 'any%2F20261121%2Fus-east-1%2Fs3%2Faws4_request';
      const signature =
        version === 4
          ? `X-Amz-Credential=${credential}&X-Amz-Date=${date}&X-Amz-Expires=60`
          : `AWSAccessKeyId=any&Signature=any&Expires=${Math.floor(signedAt / 1_000) + 60}`;
      const answer = await fetch(`${bucket.endpoint.surroundings.endpoint}/${BUCKET}/shared?${signature}`);
      return { status: answer.status, body: await answer.text() };
    };
    expect((await read(30)).body).toBe('content');
    expect(await read(90)).toMatchObject({
      status: 403,
      body: expect.stringContaining('Request has expired') as string,
    });
  });

  it('throttles API clients and delivery streams with SlowDown', async () => {
    bucket.endpoint.faults.set('s3', { throttle: 1 });
    await expect(bucket.put('a')).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    await expect(bucket.service.putObject(BUCKET, 'a', Buffer.from('a'))).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('keeps its objects across a restart', async () => {
    await bucket.put('a', 'a', { Metadata: { kept: 'yes' } });
    const again = bucket.endpoint.add(new S3(bucket.endpoint.surroundings, bucket.endpoint.faults));
    await expect(bucket.get('a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await provision(again, 'AWS::S3::Bucket', { BucketName: BUCKET });
    expect((await bucket.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a' }))).Metadata).toEqual({
      kept: 'yes',
    });
  });

  it('derives the name of an unnamed bucket from its logical id, in lower case', async () => {
    const provisioned = await provision(bucket.service, 'AWS::S3::Bucket', {}, 'RawEvents');
    expect(provisioned).toMatchObject({ ref: 'test-rawevents', attributes: { Arn: 'arn:aws:s3:::test-rawevents' } });
    await expect(provision(bucket.service, 'AWS::S3::Bucket', { BucketName: '../up' })).rejects.toThrow(
      'is not a valid bucket name',
    );
  });
});
