import { randomUUID } from 'node:crypto';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dateOf, RAW_VIEWING_EVENTS } from '../../domain/lake';
import { encodeOverflow } from '../../lambdas/ingest/overflow-message';
import { Erasures } from '../../tools/erase/erasures';
import { keyringSecretOf } from '../../tools/local/keyring';
import { Lake } from '../../tools/local/lake';
import { LocalWarehouse } from '../../tools/local/warehouse';
import { startViewers } from '../../tools/simulator/viewers';
import { anEvent } from './events';
import { PastEvents } from './past-events';
import type { Pipeline } from './pipeline';
import { until } from './until';

const VIEWER = 'viewer-1';
/** A viewer who is not erased. */
const OTHER_VIEWER = 'viewer-2';

/** Drives a pipeline along every path that a few minutes can reach: each function runs, each store is written and read. */
export const driveEveryPath = async (pipeline: Pipeline): Promise<void> => {
  await driveStream(pipeline);
  await driveLedger(pipeline);
  await driveLake(pipeline);
  await driveErasure(pipeline);
  await fireSchedules(pipeline);
};

/** Viewers, an outage of the stream, refused events on both ways into the quarantine, an unreadable record. */
const driveStream = async (pipeline: Pipeline): Promise<void> => {
  const { cloud, settings } = pipeline;
  const { endpoint } = cloud.surroundings;
  await pipeline.send([anErrorNow()]);
  const viewers = await startViewers({ endpoint, viewers: 40, seed: 'every path' });
  const accepted = (count: number) => until(async () => (await viewers.stats()).accepted >= count);
  await accepted(60);
  cloud.faults.set('kinesis', { throttle: 1 });
  await accepted(90);
  cloud.faults.clear();
  await viewers.close();
  await pipeline.send([VIEWER, OTHER_VIEWER].map(refusedEventOf));
  const StreamName = cloud.nameOf('AWS::Kinesis::Stream', 'viewing-events');
  const record = { StreamName, PartitionKey: 'a', Data: Buffer.from('not an event') };
  await new KinesisClient(settings).send(new PutRecordCommand(record));
  const QueueUrl = cloud.nameOf('AWS::SQS::Queue', 'overflow');
  await new SQSClient(settings).send(
    new SendMessageCommand({ QueueUrl, MessageBody: encodeOverflow({ target: 'quarantine', records: ['{}'] }) }),
  );
  await until(() => cloud.services.lambda.caughtUp());
  await untilEmpty(pipeline, 'overflow');
};

/** The ledger checks events that are old enough for every path. */
const driveLedger = async (pipeline: Pipeline): Promise<void> => {
  const past = new PastEvents(pipeline, { count: 10, minutesAgo: 150 });
  await past.announce();
  await past.put(past.events);
  await until(async () => (await past.account())?.entries.counted?.found === 10, { pollMs: 1_000 });
  past.close();
};

/** Delivery, curation with an object that it cannot read, rebuilt features, the warehouse. */
const driveLake = async (pipeline: Pipeline): Promise<void> => {
  const { cloud, settings } = pipeline;
  const { firehose } = cloud.services;
  for (const name of ['raw-viewing-events', 'quarantine']) {
    await firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', name));
  }
  const lake = new Lake(cloud);
  const today = dateOf(Date.now());
  const Key = `${RAW_VIEWING_EVENTS.prefix}/dt=${today}/hour=00/not-parquet.parquet`;
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: await lake.bucket(), Key, Body: 'not Parquet' }));
  await lake.curate([today]);
  await lake.curate([today]); // which replaces the partitions
  await new LocalWarehouse(cloud).load();
  await pipeline.invoke('rebuild-features', { until: today });
  await untilEmpty(pipeline, 'rebuild');
};

const anErrorNow = (): object => {
  const error = { error_code: 'MEDIA_DECODE', error_fatal: false, error_business: false };
  return anEvent({ event: 'error', event_id: randomUUID(), event_ts: Date.now(), ...error });
};

const refusedEventOf = (viewer_id: string): object => ({ event: 'unknown', viewer_id });

/** One object of the quarantine holds only the viewer, another one also somebody else. */
const driveErasure = async (pipeline: Pipeline): Promise<void> => {
  const { cloud, settings } = pipeline;
  await pipeline.send([refusedEventOf(VIEWER)]);
  await cloud.services.firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'quarantine'));
  await new SecretsManagerClient(settings).send(new RotateSecretCommand({ SecretId: keyringSecretOf(cloud) }));
  const erasures = new Erasures(new LambdaClient(settings), 'dev');
  const requestId = await erasures.request(VIEWER);
  await until(async () => 'receipt' in (await erasures.stateOf(requestId)), { pollMs: 500 });
};

const fireSchedules = async (pipeline: Pipeline): Promise<void> => {
  const { cloud } = pipeline;
  const { lambda, scheduler } = cloud.services;
  for (const widget of ['show-errors', 'show-ledger', 'show-top-titles']) {
    const timeRange = { start: Date.now() - 900_000, end: Date.now() };
    await lambda.invoke(cloud.nameOf('AWS::Lambda::Function', widget), { widgetContext: { timeRange } });
  }
  for (const { type, ref } of cloud.deployment.running) {
    if (type === 'AWS::Scheduler::Schedule') await scheduler.fire(ref);
  }
  await untilEmpty(pipeline, 'curation');
  await untilEmpty(pipeline, 'rebuild');
};

/** Waits until a queue has no message: neither waiting, nor in flight, nor delayed. */
const untilEmpty = async ({ cloud, settings }: Pipeline, queue: string): Promise<void> => {
  const sqs = new SQSClient(settings);
  const QueueUrl = cloud.nameOf('AWS::SQS::Queue', queue);
  await until(
    async () => {
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
      return visible === '0' && inFlight === '0' && Attributes.ApproximateNumberOfMessagesDelayed === '0';
    },
    { pollMs: 500 },
  );
  sqs.destroy();
};
