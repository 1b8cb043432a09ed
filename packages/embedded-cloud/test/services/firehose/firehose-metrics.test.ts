import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { ObjectWriter } from '../../../src/core/ports';
import type { Firehose } from '../../../src/services/firehose/firehose';
import { makeFirehose } from '../../support/firehose';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { publishedBy } from '../../support/published';

const DeliveryStreamName = 'quarantine';

let endpoint: Endpoint;
let service: Firehose;
let client: FirehoseClient;
let rejectsWrites: boolean;
let now: number;
/** Runs once, while the next object is being written. */
let duringWrite: () => Promise<unknown>;

const writer: ObjectWriter = {
  putObject: async () => {
    const action = duringWrite;
    duringWrite = () => Promise.resolve();
    await action();
    if (rejectsWrites) throw new Error('SlowDown');
  },
};

const put = (...texts: string[]) => {
  const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
  return client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
};

const metric = (name: string, unit = 'Count') =>
  `AWS/Firehose ${name}{DeliveryStreamName=${DeliveryStreamName}} ${unit}`;
const FRESHNESS = metric('DeliveryToS3.DataFreshness', 'Seconds');

beforeEach(async () => {
  rejectsWrites = false;
  now = Date.now();
  duringWrite = () => Promise.resolve();
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

describe('Firehose', () => {
  it('publishes zeros for an idle delivery stream', async () => {
    expect(await publishedBy(service)).toEqual({
      [metric('IncomingRecords')]: [0],
      [metric('IncomingBytes', 'Bytes')]: [0],
      [metric('ThrottledRecords')]: [0],
      [metric('FailedConversion.Records')]: [0],
      [metric('DeliveryToS3.Records')]: [0],
      [FRESHNESS]: [0],
    });
  });

  it('counts the records and bytes that are accepted and delivered', async () => {
    await put('a', 'bcd');
    await service.flush();
    expect(await publishedBy(service)).toMatchObject({
      [metric('IncomingRecords')]: [2],
      [metric('IncomingBytes', 'Bytes')]: [4],
      [metric('DeliveryToS3.Records')]: [2],
      [metric('DeliveryToS3.Success')]: [1],
    });
  });

  it('publishes failed deliveries, and the age of the oldest undelivered record', async () => {
    rejectsWrites = true;
    await put('a');
    now += 7_000;
    await expect(service.flush()).rejects.toThrow('SlowDown');
    expect(await publishedBy(service)).toMatchObject({
      [metric('DeliveryToS3.Records')]: [0],
      [metric('DeliveryToS3.Success')]: [0],
      [FRESHNESS]: [7],
    });
    rejectsWrites = false;
    await service.flush();
    expect(await publishedBy(service)).toMatchObject({ [FRESHNESS]: [0] });
  });

  it('publishes the age of the oldest undelivered record also when records arrive without a pause', async () => {
    await put('a');
    now += 7_000;
    duringWrite = () => put('b');
    await service.flush();
    now += 2_000;
    expect(await publishedBy(service)).toMatchObject({ [FRESHNESS]: [2] });
  });

  it('counts throttled records of a batch and throttled calls', async () => {
    endpoint.faults.set('firehose', { partial: 1 });
    await put('a', 'b');
    endpoint.faults.set('firehose', { throttle: 1 });
    await expect(put('c')).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
    expect(await publishedBy(service)).toMatchObject({
      [metric('IncomingRecords')]: [0],
      [metric('ThrottledRecords')]: [3],
    });
  });
});
