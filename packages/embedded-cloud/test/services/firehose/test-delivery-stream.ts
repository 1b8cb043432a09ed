import { join } from 'node:path';
import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { ObjectWriter } from '../../../src/core/ports';
import type { JsonObject } from '../../../src/core/service';
import type { Firehose } from '../../../src/services/firehose/firehose';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { makeFirehose } from '../../support/firehose';

export const STREAM = 'quarantine';

/**
 * Firehose with the delivery stream `quarantine` behind an endpoint, a client, and an S3 in memory that can reject
 * writes.
 */
export class TestDeliveryStream {
  readonly objects = new Map<string, Buffer>();
  /** Makes S3 reject every write with SlowDown. */
  rejectsWrites = false;
  service: Firehose;
  readonly client: FirehoseClient;
  private readonly writer: ObjectWriter = {
    putObject: (bucket, key, body) => {
      if (this.rejectsWrites) return Promise.reject(new Error('SlowDown'));
      this.objects.set(`${bucket}/${key}`, body);
      return Promise.resolve();
    },
  };

  constructor(readonly endpoint: Endpoint) {
    this.service = this.addService();
    this.client = new FirehoseClient(endpoint.clientConfig());
  }

  /** `options`: see Endpoint. */
  static async open(options: Parameters<typeof Endpoint.open>[0] = {}): Promise<TestDeliveryStream> {
    return new TestDeliveryStream(await Endpoint.open(options));
  }

  /** Adds another Firehose with the same state folder, as after a crash. The clock shows 2026-11-21T23:30:05.678Z. */
  addService(writer: ObjectWriter = this.writer): Firehose {
    const now = (): number => Date.parse('2026-11-21T23:30:05.678Z');
    this.service = this.endpoint.add(makeFirehose(this.endpoint, { writer, now }));
    return this.service;
  }

  declare(s3: JsonObject = {}, properties: JsonObject = {}) {
    return provision(this.service, 'AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamName: STREAM,
      ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake', ...s3 },
      ...properties,
    });
  }

  put(data: string | Buffer) {
    return this.client.send(new PutRecordCommand({ DeliveryStreamName: STREAM, Record: { Data: Buffer.from(data) } }));
  }

  putAll(records: readonly (string | Buffer)[]) {
    const Records = records.map((data) => ({ Data: Buffer.from(data) }));
    return this.client.send(new PutRecordBatchCommand({ DeliveryStreamName: STREAM, Records }));
  }

  contents(): string[] {
    return [...this.objects.values()].map(String);
  }

  keys(): string[] {
    return [...this.objects.keys()];
  }

  /** The folder that stores undelivered records. */
  bufferFolder(): string {
    return join(this.endpoint.surroundings.stateDir, 'firehose', STREAM);
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }
}
