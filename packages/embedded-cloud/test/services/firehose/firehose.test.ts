import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeDeliveryStreamCommand, ListDeliveryStreamsCommand, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { JsonObject } from '../../../src/core/service';
import { STREAM, TestDeliveryStream } from './test-delivery-stream';

let stream: TestDeliveryStream;

beforeEach(async () => {
  stream = await TestDeliveryStream.open();
});

afterEach(() => stream.close());

describe('Firehose', () => {
  it('accepts records up to 1000 KiB and batches up to 500 records and 4 MiB', async () => {
    await stream.declare();
    await stream.put(Buffer.alloc(1_024_000));
    const rejection = { name: 'InvalidArgumentException' };
    await expect(stream.put(Buffer.alloc(1_024_001))).rejects.toMatchObject(rejection);
    await stream.putAll(Array.from({ length: 500 }, () => 'x'));
    await expect(stream.putAll(Array.from({ length: 501 }, () => 'x'))).rejects.toMatchObject(rejection);
    await expect(stream.putAll([])).rejects.toMatchObject(rejection);
    await expect(stream.putAll(Array.from({ length: 5 }, () => Buffer.alloc(1_000_000)))).rejects.toMatchObject(
      rejection,
    );
  });

  it('rejects the records that a fault strikes, and delivers the others', async () => {
    await stream.declare();
    stream.endpoint.faults.set('firehose', { partial: 0.5 });
    const records = Array.from({ length: 100 }, (_, index) => `${index} `);
    const { FailedPutCount, RequestResponses = [] } = await stream.putAll(records);
    const failed = RequestResponses.filter(({ ErrorCode }) => ErrorCode === 'ServiceUnavailableException');
    expect(failed).toHaveLength(FailedPutCount ?? -1);
    const accepted = records.filter((_, index) => RequestResponses[index]?.RecordId !== undefined);
    await stream.service.flush();
    expect(stream.contents()).toEqual([accepted.join('')]);
  });

  it('throttles with an error that the SDKs retry', async () => {
    await stream.declare();
    stream.endpoint.faults.set('firehose', { throttle: 1 });
    await expect(stream.put('x')).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      $metadata: { httpStatusCode: 503 },
    });
  });

  it('rejects Data that is not Base64, and streams that do not exist', async () => {
    await stream.declare();
    for (const Data of ['a', '####', 'YQ=', 'YWJj\nZGVm', 7]) {
      const response = await fetch(stream.endpoint.surroundings.endpoint, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=any/20261121/us-east-1/firehose/aws4_request',
          'x-amz-target': 'Firehose_20150804.PutRecord',
        },
        body: JSON.stringify({ DeliveryStreamName: STREAM, Record: { Data } }),
      });
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
    }
    const nowhere = new PutRecordCommand({ DeliveryStreamName: 'other', Record: { Data: Buffer.from('x') } });
    await expect(stream.client.send(nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('describes and lists its delivery streams', async () => {
    const provisioned = await stream.declare({ Prefix: 'p/' });
    const described = await stream.client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: STREAM }));
    expect(described.DeliveryStreamDescription).toMatchObject({
      DeliveryStreamARN: provisioned.attributes['Arn'],
      DeliveryStreamStatus: 'ACTIVE',
      Destinations: [{ ExtendedS3DestinationDescription: { BucketARN: 'arn:aws:s3:::lake', Prefix: 'p/' } }],
    });
    const { DeliveryStreamNames } = await stream.client.send(new ListDeliveryStreamsCommand({}));
    expect(DeliveryStreamNames).toEqual([STREAM]);
  });
});

describe('the declaration of a delivery stream', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['MSKSourceConfiguration', {}, { MSKSourceConfiguration: {} }],
    ['KinesisStreamSourceConfiguration', {}, { DeliveryStreamType: 'KinesisStreamAsSource' }],
    ['HttpEndpointDestinationConfiguration', {}, { HttpEndpointDestinationConfiguration: {} }],
    ['SchemaConfiguration', { DataFormatConversionConfiguration: { Enabled: true } }, {}],
    ['dynamic partitioning', { DynamicPartitioningConfiguration: { Enabled: true } }, {}],
    ['Snappy', { CompressionFormat: 'Snappy' }, {}],
    ['Lambda', { ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] } }, {}],
    ['partitionKeyFromQuery', { Prefix: '!{partitionKeyFromQuery:a}/', ErrorOutputPrefix: 'e/' }, {}],
    ['timestamp:MMM', { Prefix: '!{timestamp:MMM}/', ErrorOutputPrefix: 'e/' }, {}],
    ['incomplete expression', { Prefix: '!{timestamp/', ErrorOutputPrefix: 'e/' }, {}],
    ['ErrorOutputPrefix', { Prefix: '!{timestamp:yyyy}/' }, {}],
    ['not a time zone', { CustomTimeZone: 'Mars/Base' }, {}],
    ['not a bucket ARN', { BucketARN: 'lake' }, {}],
    ['not a valid delivery stream name', {}, { DeliveryStreamName: '..' }],
  ])('is rejected with an error that names the problem: %s', async (problem, s3, properties) => {
    await expect(stream.declare(s3, properties)).rejects.toThrow(problem);
    expect(existsSync(join(stream.endpoint.surroundings.stateDir, 'firehose'))).toBe(false);
  });
});
