import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListDeliveryStreamsCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import type { ObjectWriter } from '../../../src/core/ports';
import type { JsonObject } from '../../../src/core/service';
import type { Firehose } from '../../../src/services/firehose/firehose';
import { S3 } from '../../../src/services/s3/s3';
import { makeFirehose } from '../../support/firehose';
import { Endpoint, provision } from '../../support/endpoint';

const DeliveryStreamName = 'quarantine';
const NOW = Date.parse('2026-11-21T23:30:05.678Z');

let endpoint: Endpoint;
let service: Firehose;
let client: FirehoseClient;
let objects: Map<string, Buffer>;
let isRefusing: boolean;

const writer: ObjectWriter = {
  putObject: (bucket, key, body) => {
    if (isRefusing) return Promise.reject(new Error('SlowDown'));
    objects.set(`${bucket}/${key}`, body);
    return Promise.resolve();
  },
};
const start = (): Firehose => endpoint.add(makeFirehose(endpoint, { writer, now: () => NOW }));
const makeStream = (s3: JsonObject = {}, properties: JsonObject = {}) =>
  provision(service, 'AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName,
    ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake', ...s3 },
    ...properties,
  });

beforeEach(async () => {
  objects = new Map();
  isRefusing = false;
  endpoint = await Endpoint.open();
  service = start();
  client = new FirehoseClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (data: string | Buffer) =>
  client.send(new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(data) } }));
const putAll = (records: readonly (string | Buffer)[]) => {
  const Records = records.map((data) => ({ Data: Buffer.from(data) }));
  return client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
};
const contents = (): string[] => [...objects.values()].map(String);
const keys = (): string[] => [...objects.keys()];
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await delay(10);
};

describe('delivery', () => {
  it('writes what was put as one object, under the hour of its arrival', async () => {
    await makeStream();
    await put('a\n');
    await putAll(['b\n', 'c\n']);
    await service.flush(DeliveryStreamName);
    expect(contents()).toEqual(['a\nb\nc\n']);
    expect(keys()[0]).toMatch(
      /^lake\/2026\/11\/21\/23\/quarantine-1-2026-11-21-23-30-05-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });

  it('delivers when the buffer is full, and when its interval is over', async () => {
    await makeStream({ BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 1 } });
    await put('x'.repeat(600_000));
    expect(objects.size).toBe(0);
    await put('y'.repeat(600_000));
    await until(() => objects.size === 1);
    await put('late');
    expect(objects.size).toBe(1);
    await until(() => objects.size === 2);
    expect(contents()[1]).toBe('late');
  });

  it('evaluates expressions in the prefix, in the time zone declared', async () => {
    await makeStream({
      Prefix: "raw/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/!{timestamp:'T'ssSSS}/!{firehose:random-string}/",
      ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      CustomTimeZone: 'Asia/Tokyo',
    });
    await put('a');
    await service.flush();
    expect(keys()[0]).toMatch(
      /^lake\/raw\/dt=2026-11-22\/hour=08\/T05678\/[A-Za-z0-9]{11}\/quarantine-1-2026-11-22-08-/,
    );
  });

  it('puts the hour behind a prefix without a time', async () => {
    await makeStream({ Prefix: 'refused-' });
    await put('a');
    await service.flush();
    expect(keys()[0]).toMatch(/^lake\/refused-2026\/11\/21\/23\/quarantine-1-/);
  });

  it('compresses, and appends a delimiter to each record', async () => {
    await makeStream({
      CompressionFormat: 'GZIP',
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
    });
    await putAll(['a', 'b']);
    await service.flush();
    expect(keys()[0]).toMatch(/\.gz$/);
    expect(gunzipSync([...objects.values()][0] ?? '').toString()).toBe('a\nb\n');
  });

  it('tries again for as long as S3 refuses, and loses nothing', async () => {
    await makeStream();
    isRefusing = true;
    await put('a');
    await expect(service.flush()).rejects.toThrow('SlowDown');
    await put('b');
    isRefusing = false;
    await service.flush();
    expect(contents().sort()).toEqual(['a', 'b']);
    isRefusing = true;
    await put('c');
    await expect(service.flush()).rejects.toThrow('SlowDown');
    isRefusing = false;
    await until(() => objects.size === 3);
  });

  it('delivers what it holds when it is stopped', async () => {
    await makeStream();
    await put('last');
    await service.stop();
    expect(contents()).toEqual(['last']);
  });

  it('writes plain files through the embedded S3, which may refuse', async () => {
    const { surroundings, faults } = endpoint;
    const s3 = endpoint.add(new S3(surroundings, faults));
    await provision(s3, 'AWS::S3::Bucket', { BucketName: 'lake' });
    service = endpoint.add(makeFirehose(endpoint, { writer: s3 }));
    await makeStream({ Prefix: 'all/!{timestamp:yyyy}', ErrorOutputPrefix: 'failed/' });
    await put('a');
    faults.set('s3', { throttle: 1 });
    await expect(service.flush()).rejects.toThrow('Told to throttle');
    faults.clear();
    await service.flush();
    const folder = join(surroundings.stateDir, 's3', 'lake', 'all');
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a']);
  });
});

describe('a restart', () => {
  const folder = (): string => join(endpoint.surroundings.stateDir, 'firehose', DeliveryStreamName);

  it('delivers what an earlier process took, whole records only', async () => {
    await makeStream();
    await put('kept');
    const [file = ''] = readdirSync(folder());
    appendFileSync(join(folder(), file), Buffer.from([0, 0, 0, 9, 65, 66]));
    service = start();
    await makeStream();
    service.start();
    await until(() => objects.size === 1);
    expect(contents()).toEqual(['kept']);
    await until(() => readdirSync(folder()).length === 0);
  });

  it('delivers under the same key what may have been delivered before', async () => {
    await makeStream({ Prefix: '!{firehose:random-string}/', ErrorOutputPrefix: 'failed/' });
    isRefusing = true;
    await put('once');
    await expect(service.flush()).rejects.toThrow('SlowDown');
    const [sealed = ''] = readdirSync(folder());
    const content = readFileSync(join(folder(), sealed));
    isRefusing = false;
    await service.flush();
    appendFileSync(join(folder(), sealed), content); // the process ended before it could forget it
    service = start();
    await makeStream({ Prefix: '!{firehose:random-string}/', ErrorOutputPrefix: 'failed/' });
    await service.flush();
    expect(objects.size).toBe(1);
  });
});

describe('limits and faults', () => {
  it('takes records up to 1000 KiB, batches up to 500 records and 4 MiB', async () => {
    await makeStream();
    await put(Buffer.alloc(1_024_000));
    const refused = { name: 'InvalidArgumentException' };
    await expect(put(Buffer.alloc(1_024_001))).rejects.toMatchObject(refused);
    await putAll(Array.from({ length: 500 }, () => 'x'));
    await expect(putAll(Array.from({ length: 501 }, () => 'x'))).rejects.toMatchObject(refused);
    await expect(putAll([])).rejects.toMatchObject(refused);
    await expect(putAll(Array.from({ length: 5 }, () => Buffer.alloc(1_000_000)))).rejects.toMatchObject(refused);
  });

  it('fails the records that the faults strike, and keeps the others', async () => {
    await makeStream();
    endpoint.faults.set('firehose', { partial: 0.5 });
    const records = Array.from({ length: 100 }, (_, index) => `${index} `);
    const { FailedPutCount, RequestResponses = [] } = await putAll(records);
    const failed = RequestResponses.filter(({ ErrorCode }) => ErrorCode === 'ServiceUnavailableException');
    expect(failed).toHaveLength(FailedPutCount ?? -1);
    const accepted = records.filter((_, index) => RequestResponses[index]?.RecordId !== undefined);
    await service.flush();
    expect(contents()).toEqual([accepted.join('')]);
  });

  it('throttles in a way that the SDK tries again', async () => {
    await makeStream();
    endpoint.faults.set('firehose', { throttle: 1 });
    await expect(put('x')).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      $metadata: { httpStatusCode: 503 },
    });
  });

  it('refuses Data that is not Base64, and a stream that is not there', async () => {
    await makeStream();
    for (const Data of ['a', '####', 'YQ=', 'YWJj\nZGVm', 7]) {
      const response = await fetch(endpoint.surroundings.endpoint, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=any/20261121/us-east-1/firehose/aws4_request',
          'x-amz-target': 'Firehose_20150804.PutRecord',
        },
        body: JSON.stringify({ DeliveryStreamName, Record: { Data } }),
      });
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
    }
    const nowhere = new PutRecordCommand({ DeliveryStreamName: 'other', Record: { Data: Buffer.from('x') } });
    await expect(client.send(nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('describes and lists its streams', async () => {
    const made = await makeStream({ Prefix: 'p/' });
    const described = await client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
    expect(described.DeliveryStreamDescription).toMatchObject({
      DeliveryStreamARN: made.attributes['Arn'],
      DeliveryStreamStatus: 'ACTIVE',
      Destinations: [{ ExtendedS3DestinationDescription: { BucketARN: 'arn:aws:s3:::lake', Prefix: 'p/' } }],
    });
    const { DeliveryStreamNames } = await client.send(new ListDeliveryStreamsCommand({}));
    expect(DeliveryStreamNames).toEqual([DeliveryStreamName]);
  });
});

describe('what is not run', () => {
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
    ['not whole', { Prefix: '!{timestamp/', ErrorOutputPrefix: 'e/' }, {}],
    ['ErrorOutputPrefix', { Prefix: '!{timestamp:yyyy}/' }, {}],
    ['not a time zone', { CustomTimeZone: 'Mars/Base' }, {}],
    ['not the ARN of a bucket', { BucketARN: 'lake' }, {}],
    ["can't name", {}, { DeliveryStreamName: '..' }],
  ])('is named when a template declares it: %s', async (name, s3, properties) => {
    await expect(makeStream(s3, properties)).rejects.toThrow(name);
    expect(existsSync(join(endpoint.surroundings.stateDir, 'firehose'))).toBe(false);
  });
});
