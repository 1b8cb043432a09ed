import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3 } from '../../../src/services/s3/s3';
import { Endpoint, provision } from '../../../src/testing/endpoint';

export const BUCKET = 'films';

/** The ETag of an object with this content. */
export const quotedMd5 = (content: string | Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

/** S3 with one bucket, `films`, behind an endpoint, with a client. */
export class TestBucket {
  readonly service: S3;
  readonly client: S3Client;

  private constructor(readonly endpoint: Endpoint) {
    this.service = endpoint.add(new S3(endpoint.surroundings, endpoint.faults));
    this.client = new S3Client({ ...endpoint.clientConfig(), forcePathStyle: true });
  }

  static async open(): Promise<TestBucket> {
    const bucket = new TestBucket(await Endpoint.open());
    await provision(bucket.service, 'AWS::S3::Bucket', { BucketName: BUCKET });
    return bucket;
  }

  put(Key: string, Body: PutObjectCommandInput['Body'] = Key, more: Partial<PutObjectCommandInput> = {}) {
    return this.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
  }

  async get(Key: string, Range?: string): Promise<string | undefined> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, Range }));
    return Body?.transformToString();
  }

  async list(input: Partial<ListObjectsV2CommandInput> = {}) {
    const answer = await this.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));
    return {
      keys: answer.Contents?.map(({ Key }) => Key) ?? [],
      prefixes: answer.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
    };
  }

  /** Sends an HTTP request without the SDK, which would normalize the path and the body. */
  request(method: string, path: string, headers: Record<string, string> = {}, body: string | Buffer = '') {
    return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const authorization = 'AWS4-HMAC-SHA256 Credential=any/20261121/us-east-1/s3/aws4_request';
      const url = new URL(this.endpoint.surroundings.endpoint);
      const options = { method, path, host: url.hostname, port: url.port, headers: { authorization, ...headers } };
      const call = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
      });
      call.on('error', reject).end(body);
    });
  }

  /** The path of an object's file. */
  file(...path: string[]): string {
    return join(this.endpoint.surroundings.stateDir, 's3', BUCKET, ...path);
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }
}
