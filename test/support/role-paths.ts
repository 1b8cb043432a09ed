import { randomBytes, randomUUID } from 'node:crypto';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isObject } from 'embedded-cloud/json';
import { beginRun, dateOf, toRunId } from '../../domain/lake';
import { LIVE_METRICS } from '../../domain/live/metrics';
import { encodeOverflow } from '../../lambdas/ingest/overflow-message';
import { curationRecordKey, decodeCurationRecord, LakeObjects } from '../../lambdas/lake';
import { encodeCurationRun } from '../../lambdas/lake/curate/curation-message';
import { Erasures } from '../../tools/erase/erasures';
import { Lake } from '../../tools/local/lake';
import { LocalWarehouse } from '../../tools/local/warehouse';
import type { DeniedRole } from './denied-role';
import { anEvent } from './events';
import type { Pipeline } from './pipeline';
import { until } from './until';

type Exemption = DeniedRole['exempt'][number];

const LOGS: Exemption = [/^logs:/, 'without it only the log is missing'];
const POLLED: Exemption = [
  /^sqs:ChangeMessageVisibility$/,
  'the event source needs it, and the path calls the function',
];
const DEAD_LETTERS: Exemption = [/^sqs:SendMessage$/, 'a second failure', /dead-letters/];
const RESULTS: Exemption = [/^s3:ListBucket$/, 'Athena documents it for the location of results', /queryresults/];
const METRICS: Exemption = [/^cloudwatch:PutMetricData$/, 'an alarm fires when the metric stops, or it is for graphs'];
const FAILED_BATCHES: Exemption = [/^s3:(ListBucket|PutObject)$/, 'a batch that failed for an hour', /failedbatches/];

/** A count is complete 10.5 s after its instant, and is published within two rounds of 2 s. */
const OLDEST_COUNT_MS = 27_000;

/** A heartbeat of now, which the collector accepts. */
const aHeartbeat = () => anEvent({ event_id: randomUUID(), event_ts: Date.now() - 1_000 });

const functionName = ({ cloud }: Pipeline, step: string): string => cloud.nameOf('AWS::Lambda::Function', step);

const metricsOf = (pipeline: Pipeline, step: string) =>
  pipeline.cloud.services.lambda.metrics().get(functionName(pipeline, step));

const errorsOf = (pipeline: Pipeline, step: string): number => metricsOf(pipeline, step)?.errors ?? 0;

const invocationsOf = (pipeline: Pipeline, step: string): number => metricsOf(pipeline, step)?.invocations ?? 0;

const invoke = (pipeline: Pipeline, step: string, event: object) =>
  pipeline.cloud.services.lambda.invoke(functionName(pipeline, step), event);

const invokeFails = async (pipeline: Pipeline, step: string, event: object): Promise<boolean> =>
  !(await invoke(pipeline, step, event)).ok;

/** The event with which SQS calls a function. */
const messageOf = (body: string) => ({
  Records: [{ messageId: 'm', receiptHandle: 'r', body, attributes: { ApproximateReceiveCount: '1' } }],
});

const messagesIn = async ({ cloud, settings }: Pipeline, queue: string): Promise<number> => {
  const sqs = new SQSClient(settings);
  const QueueUrl = cloud.nameOf('AWS::SQS::Queue', queue);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Number(Attributes?.['ApproximateNumberOfMessages']);
};

const rejects = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => false,
    () => true,
  );

const flush = ({ cloud }: Pipeline, stream: string): Promise<void> =>
  cloud.services.firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', stream));

/** Calls curate with a new run of today. True if the call fails, or the run's record has a failure. */
const curationFails = async (pipeline: Pipeline): Promise<boolean> => {
  const today = dateOf(Date.now());
  const runId = toRunId(Date.now(), randomBytes(3).toString('hex'));
  const run = beginRun(runId, today, { dates: [today] });
  if (await invokeFails(pipeline, 'curate', messageOf(encodeCurationRun(run)))) return true;
  const s3 = new S3Client({ ...pipeline.settings, forcePathStyle: true });
  const objects = new LakeObjects(s3, await new Lake(pipeline.cloud).bucket());
  const record = await objects.readText(curationRecordKey(runId));
  return record === undefined || decodeCurationRecord(record).failure !== null;
};

const deliveryFails = async (pipeline: Pipeline, stream: string, event: unknown): Promise<boolean> => {
  await pipeline.send([event]);
  return rejects(flush(pipeline, stream));
};

const loadFails = async (pipeline: Pipeline): Promise<boolean> => {
  await pipeline.send([aHeartbeat()]);
  await flush(pipeline, 'raw-viewing-events');
  return !(await new LocalWarehouse(pipeline.cloud).load());
};

/** How old the newest complete count is, ms. */
const ageOfCounts = async ({ settings }: Pipeline): Promise<number> => {
  const { Datapoints = [] } = await new CloudWatchClient(settings).send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: 'Playhead/dev', MetricName: LIVE_METRICS.concurrentStreams, Statistics: ['SampleCount'] },
      ...{ StartTime: new Date(Date.now() - 300_000), EndTime: new Date(), Period: 1 },
    }),
  );
  return Date.now() - Math.max(0, ...Datapoints.map(({ Timestamp }) => Number(Timestamp)));
};

/** By path, with what operators notice: the role, how the path fails, and what it does not need. */
export const ROLE_PATHS: Readonly<Record<string, (pipeline: Pipeline) => DeniedRole>> = {
  'delivery to the lake: the freshness rises': (pipeline) => ({
    role: /RawDeliveryDeliveryRole/,
    fails: () => deliveryFails(pipeline, 'raw-viewing-events', aHeartbeat()),
    exempt: [LOGS, [/^glue:GetSchemaVersion$/, 'for schema registries, which are not used']],
  }),
  'reading the stream into the lake: the freshness rises': (pipeline) => ({
    role: /RawDeliveryDeliveryStreamServiceRole/,
    fails: () => deliveryFails(pipeline, 'raw-viewing-events', aHeartbeat()),
    exempt: [],
  }),
  'delivery of refused events: the freshness rises': (pipeline) => ({
    role: /QuarantineDeliveryRole/,
    fails: () => deliveryFails(pipeline, 'quarantine', { event: 'unknown' }),
    exempt: [LOGS],
  }),
  'load-warehouse: the run fails': (pipeline) => ({
    role: /LoadWarehouseFunctionRole/,
    fails: () => loadFails(pipeline),
    exempt: [LOGS, METRICS],
  }),
  'COPY of the warehouse: the run fails': (pipeline) => ({
    role: /WarehouseCopyRole/,
    fails: () => loadFails(pipeline),
    exempt: [],
  }),
  'curate: the record of the run has the reason, and the third failure is a dead letter': (pipeline) => ({
    role: /CurateFunctionRole/,
    fails: () => curationFails(pipeline),
    exempt: [LOGS, POLLED, DEAD_LETTERS, RESULTS, METRICS, [/^s3:DeleteObject$/, 'sweeps the files of earlier days']],
  }),
  'request-erasure: the request is refused': (pipeline) => ({
    role: /RequestErasureFunctionRole/,
    fails: () => rejects(new Erasures(new LambdaClient(pipeline.settings), 'dev').request('viewer-2')),
    exempt: [LOGS, [/^s3:ListBucket$/, 'reads the list of suppressions before the first erasure']],
  }),
  'the rotation of the pseudonym key: the function fails': (pipeline) => ({
    role: /RotatePseudonymKeyRole/,
    fails: async () => {
      const before = errorsOf(pipeline, 'rotate-pseudonym-key');
      const secret = pipeline.cloud.deployment.running.find(({ type }) => type === 'AWS::SecretsManager::Secret');
      const rotate = new RotateSecretCommand({ SecretId: secret?.ref });
      const isRefused = await rejects(new SecretsManagerClient(pipeline.settings).send(rotate));
      return isRefused || errorsOf(pipeline, 'rotate-pseudonym-key') > before;
    },
    exempt: [LOGS],
  }),
  'count-viewers: the function fails, or the iterator age rises': (pipeline) => ({
    role: /CountViewersFunctionRole/,
    fails: async () => {
      const { lambda } = pipeline.cloud.services;
      const before = errorsOf(pipeline, 'count-viewers');
      await pipeline.send([aHeartbeat()]);
      await until(
        async () => errorsOf(pipeline, 'count-viewers') > before || (await ageOf(pipeline, 'count-viewers')) > 3_000,
      );
      return !lambda.caughtUp();
    },
    recover: () => until(() => pipeline.cloud.services.lambda.caughtUp()),
    exempt: [LOGS, FAILED_BATCHES, METRICS],
  }),
  'publish-counts: no complete count is published': (pipeline) => ({
    role: /PublishCountsFunctionRole/,
    fails: async (isDenied) => {
      await until(async () => isDenied() && (await ageOfCounts(pipeline)) > OLDEST_COUNT_MS, { pollMs: 500 });
      return true;
    },
    recover: () => until(async () => (await ageOfCounts(pipeline)) < OLDEST_COUNT_MS - 5_000, { pollMs: 500 }),
    exempt: [LOGS, [/^kms:GenerateDataKey$/, 'of the same call as kinesis:PutRecords']],
  }),
  'watch-quality: the function fails, or messages wait': (pipeline) => ({
    role: /WatchQualityFunctionRole/,
    fails: async (isDenied) => {
      const before = errorsOf(pipeline, 'watch-quality');
      const isSeen = async (): Promise<boolean> => {
        await pipeline.send([aHeartbeat()]); // again and again: a poll that has begun still receives a message
        if (!isDenied()) return false;
        return errorsOf(pipeline, 'watch-quality') > before || (await messagesIn(pipeline, 'playback-quality')) > 0;
      };
      await until(isSeen, { pollMs: 1_000 });
      return true;
    },
    exempt: [LOGS],
  }),
  'collect: the records go through the overflow queue': (pipeline) => ({
    role: /CollectorCollectRole/,
    fails: async () => {
      const before = invocationsOf(pipeline, 'drain-overflow');
      await pipeline.send([aHeartbeat(), { event: 'unknown' }]);
      await until(() => invocationsOf(pipeline, 'drain-overflow') > before);
      return true;
    },
    exempt: [
      LOGS,
      [/^secretsmanager:GetSecretValue$/, 'the keyring is cached'],
      [/^sqs:SendMessage$/, 'a second failure, or an alarm of missing heartbeats'],
      [/^dynamodb:BatchWriteItem$/, 'the ledger finds more events than were accepted'],
    ],
  }),
  'drain-overflow: the messages stay in the queue': (pipeline) => ({
    role: /DrainOverflowRole/,
    fails: async () => {
      const overflows = [
        encodeOverflow({ target: 'quarantine', records: ['{}'] }),
        encodeOverflow({ target: 'events', records: [{ bucket: 0, data: '{}\n' }] }),
      ];
      const event = { Records: overflows.flatMap((body) => messageOf(body).Records) };
      const answer = await invoke(pipeline, 'drain-overflow', event);
      const failures = answer.ok && isObject(answer.payload) ? answer.payload['batchItemFailures'] : undefined;
      return Array.isArray(failures) && failures.length > 0;
    },
    exempt: [LOGS, POLLED],
  }),
  'show-ledger: the widget fails': (pipeline) => ({
    role: /ShowLedgerFunctionRole/,
    fails: () => invokeFails(pipeline, 'show-ledger', WIDGET),
    exempt: [LOGS],
  }),
  'show-top-titles: the widget fails': (pipeline) => ({
    role: /ShowTopTitlesFunctionRole/,
    fails: () => invokeFails(pipeline, 'show-top-titles', WIDGET),
    exempt: [LOGS],
  }),
};

const WIDGET = { widgetContext: { timeRange: { start: Date.now() - 900_000, end: Date.now() } } };

/** The age of the oldest record that a function has not processed, ms. */
const ageOf = async (pipeline: Pipeline, step: string): Promise<number> => {
  const progress = await pipeline.cloud.services.lambda.progress();
  const ages = progress
    .filter(({ functionArn }) => functionArn.endsWith(`:${functionName(pipeline, step)}`))
    .flatMap(({ shards }) => shards.map(({ iteratorAgeMs }) => iteratorAgeMs));
  return Math.max(0, ...ages);
};
