import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '../../core/faults';
import { ASYNC_DEFAULTS, AsyncInvocations, type AsyncSettings, toAsyncSettings } from './async-invocations';
import type { Backoff } from '../../core/backoff';
import type { EventSource, SourceServices } from './event-source';
import type { FailureSinks } from './failure-destination';
import { type FunctionMetrics, FunctionPool } from './function-pool';
import { toFunctionSettings } from './function-settings';
import { KinesisSource, type ShardProgress } from './kinesis-source';
import { toKinesisMapping, toSqsMapping } from './mapping-settings';
import { failure } from './protocol';
import { callLambda, type LambdaBackend, toErrorResponse } from './rest-api';
import { SqsSource } from './sqs-source';
import type { FunctionInvoker, Invocation, Outcome, QueueReader, StreamReader } from '../../core/ports';
import {
  type DeclaredResource,
  type HttpRequest,
  type HttpResponse,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';

/** What Lambda stands on here. */
export interface LambdaProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  /** The folder that holds `asset.<hash>`: the cloud assembly. */
  readonly assetRoot: string;
  readonly streams: StreamReader;
  readonly queues: QueueReader;
  readonly sinks: FailureSinks;
  /** @default 4 workers a function */
  readonly maxConcurrency?: number;
  /** How many batches of a queue may be in flight. @default 2 */
  readonly queueConcurrency?: number;
  /** How often at most a changing stream is read. @default 200 */
  readonly pollMs?: number;
  /** Between retries of event sources and asynchronous invocations. @default from 250 ms to 5 s */
  readonly backoff?: Backoff;
  /** How long stopping waits at most until what streams hold is processed. @default 0 */
  readonly drainMs?: number;
}

const DRAIN_POLL_MS = 50;

/** How far an event source mapping of a stream is. */
export interface MappingProgress {
  readonly uuid: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly shards: readonly ShardProgress[];
}

/** Lambda: functions in worker threads, and the event source mappings that feed them. */
export class Lambda implements Service, FunctionInvoker {
  readonly name = 'lambda';
  readonly throttlingCode = 'TooManyRequestsException';
  readonly errorResponse = toErrorResponse;
  readonly provisions = {
    'AWS::Lambda::Function': (resource: DeclaredResource) => this.provisionFunction(resource),
    'AWS::Lambda::EventSourceMapping': (resource: DeclaredResource) => this.provisionMapping(resource),
    'AWS::Lambda::EventInvokeConfig': (resource: DeclaredResource) => this.provisionAsyncSettings(resource),
  };
  private readonly pools = new Map<string, FunctionPool>();
  private readonly asyncSettings = new Map<string, AsyncSettings>();
  private readonly sources: EventSource[] = [];
  private readonly later: AsyncInvocations;
  private readonly sourceServices: SourceServices;
  private readonly backend: LambdaBackend;

  constructor(private readonly props: LambdaProps) {
    const { streams, queues, sinks, faults, surroundings } = props;
    const backoff = props.backoff ?? { firstMs: 250, maxMs: 5_000 };
    const log = (functionArn: string, line: string) => this.note(functionArn, line);
    const pollMs = props.pollMs ?? 200;
    const { stateDir } = surroundings;
    const noteAge = (functionArn: string, ageMs: number) =>
      this.pools.get(functionArn)?.published.measure('IteratorAge', ageMs);
    this.sourceServices = { streams, queues, sinks, faults, stateDir, pollMs, backoff, log, noteAge, invoker: this };
    const noteDrop = (functionArn: string) => this.pools.get(functionArn)?.published.count('AsyncEventsDropped');
    this.later = new AsyncInvocations(this, sinks, backoff, log, noteDrop);
    this.backend = {
      functions: () => [...this.pools.values()].map(({ settings }) => settings),
      sources: () => this.sources,
      toFunctionArn: (name) => this.toFunctionArn(name),
      invokeNow: (functionArn, payload) => this.invokeNow(functionArn, payload),
      invokeLater: (functionArn, payload) => this.invokeLater(functionArn, payload),
    };
  }

  handle(request: HttpRequest): Promise<HttpResponse> {
    return callLambda(this.backend, request);
  }

  start(): void {
    for (const source of this.sources) source.start();
  }

  /** First what may put into streams: functions that no source feeds, and queues; then what is left in streams is processed. */
  async stop(): Promise<void> {
    const fed = new Set(this.sources.map(({ mapping }) => mapping.functionArn));
    const stopped = this.later.stop();
    await this.stopPools((functionArn) => !fed.has(functionArn));
    await this.stopSources((source) => !(source instanceof KinesisSource));
    await this.drain();
    await this.stopSources((source) => source instanceof KinesisSource);
    await this.stopPools((functionArn) => fed.has(functionArn));
    await stopped;
  }

  async invoke(functionArn: string, event: unknown): Promise<Invocation> {
    const outcome = await this.invokePayload(functionArn, JSON.stringify(event));
    return outcome.ok ? { ok: true, payload: JSON.parse(outcome.payload) } : { ok: false, ...outcome.error };
  }

  /** As event sources and HTTP APIs call: faults strike, and a call that finds all workers busy waits. */
  async invokePayload(functionArn: string, payload: string): Promise<Outcome> {
    const { faults } = this.props;
    const pool = this.pool(functionArn);
    const stallMs = faults.stallMs(this.name);
    if (stallMs > 0) await delay(stallMs);
    if (faults.strikes(this.name, 'throttle')) return pool.throttled();
    if (faults.strikes(this.name, 'fail')) {
      return failure({ errorType: 'Lambda.ServiceException', errorMessage: 'Told to fail.' });
    }
    return pool.invoke(payload);
  }

  /** Takes an event for a function whose caller does not wait for it; errors are retried, then logged. */
  invokeLater(functionArn: string, payload: string): void {
    const arn = this.toFunctionArn(functionArn);
    this.later.submit(arn, payload, this.asyncSettings.get(arn) ?? ASYNC_DEFAULTS);
  }

  /** Adds a line to a function's log. */
  note(functionArn: string, line: string): void {
    this.pools.get(functionArn)?.log.note(line);
  }

  /** By function name: what has come of its invocations since start. */
  metrics(): ReadonlyMap<string, Readonly<FunctionMetrics>> {
    return new Map([...this.pools.values()].map(({ settings, metrics }) => [settings.worker.functionName, metrics]));
  }

  /** Beside the ages of what was handed over, that of what waits: otherwise a mapping that is stuck would fall silent. */
  async serviceMetrics(): Promise<readonly ServiceMetric[]> {
    for (const { functionArn, shards } of await this.progress()) {
      for (const { iteratorAgeMs } of shards) this.sourceServices.noteAge(functionArn, iteratorAgeMs);
    }
    return [
      ...[...this.pools.values()].flatMap((pool) => pool.serviceMetrics()),
      ...this.sources.flatMap((source) => source.takeMetrics()),
    ];
  }

  /** How far each mapping of a stream is, shard by shard. */
  async progress(): Promise<readonly MappingProgress[]> {
    return Promise.all(
      this.kinesisSources().map(async (source) => {
        const { uuid, functionArn, sourceArn } = source.mapping;
        return { uuid, functionArn, sourceArn, shards: await source.progress() };
      }),
    );
  }

  /** Whether every enabled mapping of the stream, or of any, has processed all that it holds. */
  caughtUp(streamArn?: string): boolean {
    return this.kinesisSources()
      .filter(({ mapping }) => mapping.enabled && (streamArn === undefined || mapping.sourceArn === streamArn))
      .every((source) => source.isCaughtUp);
  }

  /** What is left in a stream would be given up as too old, where the next start is an hour away. */
  private async drain(): Promise<void> {
    const deadline = Date.now() + (this.props.drainMs ?? 0);
    while (!this.caughtUp() && Date.now() < deadline) await delay(DRAIN_POLL_MS);
  }

  private async stopSources(which: (source: EventSource) => boolean): Promise<void> {
    await Promise.all(this.sources.filter(which).map((source) => source.stop()));
  }

  private async stopPools(which: (functionArn: string) => boolean): Promise<void> {
    const pools = [...this.pools].filter(([functionArn]) => which(functionArn));
    await Promise.all(pools.map(([, pool]) => pool.stop()));
  }

  private kinesisSources(): KinesisSource[] {
    return this.sources.filter((source) => source instanceof KinesisSource);
  }

  /** As the API calls: one above the reserved concurrency is turned away. Its faults are the gateway's. */
  private invokeNow(functionArn: string, payload: string): Promise<Outcome> {
    const pool = this.pool(functionArn);
    return pool.isSaturated ? Promise.resolve(pool.throttled()) : pool.invoke(payload);
  }

  private provisionFunction(resource: DeclaredResource): ProvisionedResource {
    const { surroundings, assetRoot, maxConcurrency = 4 } = this.props;
    const settings = toFunctionSettings(resource, surroundings, assetRoot);
    const { functionArn, functionName } = settings.worker;
    this.pools.set(functionArn, new FunctionPool(settings, surroundings.stateDir, maxConcurrency));
    return { ref: functionName, attributes: { Arn: functionArn } };
  }

  private provisionMapping(resource: DeclaredResource): ProvisionedResource {
    const toArn = (name: string) => this.toFunctionArn(name);
    const source = this.toSource(resource, toArn);
    this.sources.push(source);
    return { ref: source.mapping.uuid, attributes: { Id: source.mapping.uuid } };
  }

  private toSource(resource: DeclaredResource, toArn: (name: string) => string): EventSource {
    const sourceArn = new Fields(resource.properties).string('EventSourceArn');
    if (sourceArn.startsWith('arn:aws:kinesis:')) {
      return new KinesisSource(toKinesisMapping(resource, toArn), this.sourceServices);
    }
    if (sourceArn.startsWith('arn:aws:sqs:')) {
      return new SqsSource(toSqsMapping(resource, toArn, this.props.queueConcurrency ?? 2), this.sourceServices);
    }
    const message = `${resource.logicalId}: the embedded cloud does not run event sources such as ${sourceArn}.`;
    throw new ServiceError('InvalidParameterValueException', message);
  }

  private provisionAsyncSettings(resource: DeclaredResource): ProvisionedResource {
    const functionArn = this.toFunctionArn(new Fields(resource.properties).string('FunctionName'));
    this.asyncSettings.set(functionArn, toAsyncSettings(resource));
    return { ref: `${functionArn}:$LATEST`, attributes: {} };
  }

  /** The unqualified ARN behind a name, an ARN or a qualified ARN. */
  private toFunctionArn(name: string): string {
    const { accountId, region } = this.props.surroundings;
    const functionName = name.split(':')[name.startsWith('arn:') ? 6 : 0] ?? '';
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${functionName}`;
    if (this.pools.has(functionArn)) return functionArn;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
  }

  private pool(functionArn: string): FunctionPool {
    const pool = this.pools.get(functionArn) ?? this.pools.get(this.toFunctionArn(functionArn));
    if (!pool) throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    return pool;
  }
}
