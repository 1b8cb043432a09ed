import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { ObjectWriter } from '../../../src/core/ports';
import type { Firehose } from '../../../src/services/firehose/firehose';
import { makeFirehose } from '../../support/firehose';
import { Endpoint, provision } from '../../support/endpoint';
import { publishedBy } from '../../support/published';

const DeliveryStreamName = 'quarantine';

let endpoint: Endpoint;
let service: Firehose;
let client: FirehoseClient;
let isRefusing: boolean;
let now: number;
/** Runs while the next object is being written. */
let meanwhile: () => Promise<unknown>;

const writer: ObjectWriter = {
  putObject: async () => {
    const once = meanwhile;
    meanwhile = () => Promise.resolve();
    await once();
    if (isRefusing) throw new Error('SlowDown');
  },
};

const put = (...texts: string[]) => {
  const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
  return client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
};

const named = (name: string, unit = 'Count') =>
  `AWS/Firehose ${name}{DeliveryStreamName=${DeliveryStreamName}} ${unit}`;
const FRESHNESS = named('DeliveryToS3.DataFreshness', 'Seconds');

beforeEach(async () => {
  isRefusing = false;
  now = Date.now();
  meanwhile = () => Promise.resolve();
  endpoint = await Endpoint.open();
  service = endpoint.add(makeFirehose(endpoint, { writer, now: () => now }));
  await provision(service, 'AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName,
    ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake' },
  });
  client = new FirehoseClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

it('publishes zeros of a delivery stream that nothing comes to', async () => {
  expect(await publishedBy(service)).toEqual({
    [named('IncomingRecords')]: [0],
    [named('IncomingBytes', 'Bytes')]: [0],
    [named('ThrottledRecords')]: [0],
    [named('FailedConversion.Records')]: [0],
    [named('DeliveryToS3.Records')]: [0],
    [FRESHNESS]: [0],
  });
});

it('counts what came in and what was delivered', async () => {
  await put('a', 'bcd');
  await service.flush();
  expect(await publishedBy(service)).toMatchObject({
    [named('IncomingRecords')]: [2],
    [named('IncomingBytes', 'Bytes')]: [4],
    [named('DeliveryToS3.Records')]: [2],
    [named('DeliveryToS3.Success')]: [1],
  });
});

it('tells of a delivery that failed, and how old the oldest record is that waits for the next', async () => {
  isRefusing = true;
  await put('a');
  now += 7_000;
  await expect(service.flush()).rejects.toThrow('SlowDown');
  expect(await publishedBy(service)).toMatchObject({
    [named('DeliveryToS3.Records')]: [0],
    [named('DeliveryToS3.Success')]: [0],
    [FRESHNESS]: [7],
  });
  isRefusing = false;
  await service.flush();
  expect(await publishedBy(service)).toMatchObject({ [FRESHNESS]: [0] });
});

it('is as fresh as the oldest record not yet delivered, also where records never cease to come', async () => {
  await put('a');
  now += 7_000;
  meanwhile = () => put('b');
  await service.flush();
  now += 2_000;
  expect(await publishedBy(service)).toMatchObject({ [FRESHNESS]: [2] });
});

it('counts as throttled what it gives back, of a record and of a call', async () => {
  endpoint.faults.set('firehose', { partial: 1 });
  await put('a', 'b');
  endpoint.faults.set('firehose', { throttle: 1 });
  await expect(put('c')).rejects.toThrow('Told to throttle');
  expect(await publishedBy(service)).toMatchObject({
    [named('IncomingRecords')]: [0],
    [named('ThrottledRecords')]: [3],
  });
});
