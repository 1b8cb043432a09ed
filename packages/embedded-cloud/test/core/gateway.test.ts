import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { S3 } from '../../src/services/s3/s3';
import { Endpoint, provision } from '../../src/testing/endpoint';

const Bucket = 'films';
let endpoint: Endpoint;
let client: S3Client;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  const s3 = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
  await provision(s3, 'AWS::S3::Bucket', { BucketName: Bucket });
  client = new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
  await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'still here' }));
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

/** The most that a web page can send to another origin without a preflight: plain text, with invented credentials in the URL. */
const deleteFrom = (origin: string) =>
  fetch(`${endpoint.surroundings.endpoint}/${Bucket}?delete&X-Amz-Credential=a/20261127/us-east-1/s3/aws4_request`, {
    method: 'POST',
    headers: { origin, 'content-type': 'text/plain' },
    body: '<Delete><Object><Key>kept</Key></Object></Delete>',
  });

describe('Gateway', () => {
  it('rejects a request from a page of another origin, even with credentials', async () => {
    expect((await deleteFrom('https://evil.example')).status).toBe(403);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    expect(await Body?.transformToString()).toBe('still here');
  });

  it('answers over HTTP/2 also where a site sets headers that HTTP/2 forbids', async () => {
    const headers = { connection: 'close', 'x-site': 'yes' };
    endpoint.addSite(() => Promise.resolve({ status: 200, headers, body: 'hello' }));
    const session = connect(endpoint.surroundings.endpoint);
    const [answer] = (await once(session.request({ ':path': '/page' }), 'response')) as [IncomingHttpHeaders];
    expect(answer).toMatchObject({ ':status': 200, 'x-site': 'yes', 'content-length': '5' });
    session.close();
  });

  it('accepts a request from a page of its own origin', async () => {
    expect((await deleteFrom(endpoint.surroundings.endpoint)).status).toBe(200);
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'kept' }))).rejects.toThrow();
  });
});
