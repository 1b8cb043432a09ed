import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cloud } from 'embedded-cloud';
import { resourceName } from '../../domain/names';
import { describeOutage } from '../../domain/quality';
import type {
  ConsoleSnapshot,
  FunctionView,
  IngestView,
  InstantView,
  PipelineView,
  TitlesView,
} from '../console/snapshot';
import type { ViewerStats } from '../simulator/messages';
import type { Viewers } from '../simulator/viewers';
import type { CountsEvidence, OutageView } from '../console/views';
import { BusySince } from './busy-since';
import { watcherSettings } from './clients';
import { LiveCountsReader, type LiveTitles, type LiveTotal } from '../../lambdas/live';
import { OutagesReader } from '../../lambdas/quality';
import { LOCAL_STAGE } from './stage';

const SHOWN_INSTANTS_MS = 15 * 60_000;
const SHOWN_INGEST_SECONDS = 300;
const SHOWN_TITLES = 20;

/** Observes the pipeline from outside, for the console and the live line. */
export class Observer {
  readonly liveCounts: LiveCountsReader;
  private readonly startedAt = Date.now();
  private readonly ingest: IngestView[] = [];
  private latest: ViewerStats | undefined;
  private readonly requests = new BusySince();
  private readonly outagesReader: OutagesReader;
  private readonly sqs: SQSClient;

  constructor(
    private readonly cloud: Cloud,
    private readonly viewers: Viewers,
  ) {
    const settings = watcherSettings(cloud.surroundings);
    const dynamodb = new DynamoDBClient(settings);
    const tableOf = (name: string): string => cloud.nameOf('AWS::DynamoDB::GlobalTable', name);
    this.liveCounts = new LiveCountsReader(dynamodb, tableOf('live-counts'));
    this.outagesReader = new OutagesReader(dynamodb, tableOf('quality-sums'));
    this.sqs = new SQSClient(settings);
  }

  /** Adds the viewers' progress of one second. */
  note(stats: ViewerStats): void {
    const before = this.latest;
    this.latest = stats;
    if (!before) return;
    const perSecond = (count: (of: ViewerStats) => number): number =>
      ((count(stats) - count(before)) * 1000) / Math.max(1, stats.atMs - before.atMs);
    this.ingest.push({
      at: stats.atMs,
      eventsPerSecond: perSecond(({ accepted, duplicatesSent }) => accepted + duplicatesSent),
      requestsPerSecond: perSecond(({ requests }) => requests),
      refusedPerSecond: perSecond(({ refused }) => refused),
      retriesPerSecond: perSecond(({ retries }) => retries),
    });
    if (this.ingest.length > SHOWN_INGEST_SECONDS) this.ingest.shift();
  }

  /** The newest second of ingest. */
  get rate(): IngestView | undefined {
    return this.ingest.at(-1);
  }

  /** The newest complete instant; undefined if there is none in the last two minutes. */
  async newestComplete(now: number): Promise<LiveTotal | undefined> {
    return (await this.liveCounts.between(now - 120_000, now)).findLast(({ complete }) => complete);
  }

  /** What is known about the counts. It compares the requests with those of the call before, so call it regularly. */
  async evidence(now: number): Promise<CountsEvidence> {
    const newest = await this.newestComplete(now);
    const collect = this.functions().find(({ name }) => name === 'collect');
    const requestsSince = this.requests.note(collect?.invocations ?? 0, now);
    return { ...(newest && { newestAt: newest.instant }), ...(requestsSince !== undefined && { requestsSince }) };
  }

  /** The playback outages of now. */
  async outages(): Promise<readonly OutageView[]> {
    return (await this.outagesReader.open()).map((outage) => ({
      cause: describeOutage(outage),
      since: outage.since,
      viewers: outage.viewers,
    }));
  }

  /** The simulator's own number of streams by instant, from the start of this run on. */
  async truthAt(instants: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const truths = await this.viewers.truth(instants.filter((instant) => instant >= this.startedAt));
    return new Map(truths.map(({ instantMs, total }) => [instantMs, total]));
  }

  /** The data of the console's main page. */
  async snapshot(): Promise<ConsoleSnapshot> {
    const now = Date.now();
    const counts = await this.liveCounts.between(now - SHOWN_INSTANTS_MS, now);
    const newest = counts.findLast(({ complete }) => complete);
    const truths = await this.truthAt(counts.map(({ instant }) => instant));
    const titles = newest && (await this.liveCounts.titlesAt(newest.instant));
    const { endpoint } = this.cloud.surroundings;
    return {
      now,
      stage: LOCAL_STAGE,
      endpoint,
      eventsUrl: `${endpoint}/v1/events`,
      uptimeSeconds: Math.round((now - this.startedAt) / 1000),
      instants: counts.map((count) => toView(count, truths.get(count.instant))),
      ...(titles && { titles: toTitlesView(titles) }),
      ingest: this.ingest,
      totals: totalsOf(this.latest),
      pipeline: await this.pipeline(newest && now - newest.instant),
      faults: this.cloud.faults.all(),
      notRun: Object.fromEntries(this.cloud.deployment.notRun),
    };
  }

  /** The age of the oldest record that any reader of the stream has not processed, ms. */
  async iteratorAgeMs(): Promise<number> {
    const shards = (await this.cloud.services.lambda.progress()).flatMap((mapping) => mapping.shards);
    return Math.max(0, ...shards.map(({ iteratorAgeMs }) => iteratorAgeMs));
  }

  private async pipeline(freshnessMs: number | undefined): Promise<PipelineView> {
    const progress = await this.cloud.services.lambda.progress();
    return {
      ...(freshnessMs !== undefined && { freshnessMs }),
      iteratorAgeMs: await this.iteratorAgeMs(),
      shards: new Set(progress.flatMap(({ shards }) => shards.map(({ shardId }) => shardId))).size,
      overflowMessages: await this.messagesIn('overflow'),
      deadLetters: await this.messagesIn('overflow-dead-letters'),
      functions: this.functions(),
    };
  }

  private functions(): readonly FunctionView[] {
    return [...this.cloud.services.lambda.metrics()].map(
      ([name, { invocations, errors, throttles, totalDurationMs }]) => ({
        name: name.replace(resourceName(LOCAL_STAGE, ''), ''),
        invocations,
        errors,
        throttles,
        averageMs: invocations === 0 ? 0 : totalDurationMs / invocations,
      }),
    );
  }

  /** The number of messages in a queue. */
  private async messagesIn(queue: string): Promise<number> {
    const QueueUrl = this.cloud.nameOf('AWS::SQS::Queue', queue);
    const query = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes = {} } = await this.sqs.send(query);
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  }
}

const toView = (count: LiveTotal, truth: number | undefined): InstantView => ({
  instant: count.instant,
  streams: count.streams,
  rebuffering: count.rebuffering,
  complete: count.complete,
  closed: count.closed,
  byDevice: Object.fromEntries(count.byDevice),
  ...(count.completedAfterMs !== undefined && { completedAfterMs: count.completedAfterMs }),
  ...(truth !== undefined && { truth }),
});

const toTitlesView = ({ instant, titles, others }: LiveTitles): TitlesView => {
  const rest = titles.slice(SHOWN_TITLES);
  return {
    instant,
    titles: titles.slice(0, SHOWN_TITLES),
    others: {
      titles: others.titles + rest.length,
      streams: rest.reduce((sum, { streams }) => sum + streams, others.streams),
    },
  };
};

const totalsOf = (stats: ViewerStats | undefined) => ({
  requests: stats?.requests ?? 0,
  accepted: stats?.accepted ?? 0,
  refused: stats?.refused ?? 0,
  duplicatesSent: stats?.duplicatesSent ?? 0,
  errors: stats?.errors ?? 0,
});
