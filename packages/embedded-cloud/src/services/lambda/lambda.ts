import { setTimeout as delay } from 'node:timers/promises';
import { ASYNC_DEFAULTS, AsyncInvocations, type AsyncSettings, toAsyncSettings } from './async-invocations';
import type { EventSource, SourceServices } from './event-source';
import { type FunctionMetrics, FunctionPool } from './function-pool';
import { toFunctionSettings } from './function-settings';
import { KinesisSource, type ShardProgress } from './kinesis-source';
import { toKinesisMapping, toSqsMapping } from './mapping-settings';
import { lambdaInputs } from './inputs';
import { lambdaProperties } from './properties';
import type { LambdaProps } from './lambda-props';
import { lambdaPermissions } from './permissions';
import { failure } from './protocol';
import { callLambda, type LambdaBackend, toErrorResponse } from './rest-api';
import { SqsSource } from './sqs-source';
import type { FunctionInvoker, Invocation, Outcome } from '../../core/ports';
import {
  type DeclaredResource,
  type HttpCall,
  type HttpResponse,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { REST_REFUSALS } from '../../core/inputs';
import { restRequestsIn } from '../../core/rest-api';
import type { RoleSession } from '../../core/iam';

const DRAIN_POLL_MS = 50;

/** The progress of an event source mapping of a stream. */
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
  readonly inputs = lambdaInputs;
  readonly properties = lambdaProperties;
  readonly refusals = REST_REFUSALS;
  readonly openRequest = restRequestsIn(__dirname);
  readonly permissions: Permissions;
  readonly denial = { code: 'AccessDeniedException', status: 403 };
  readonly provisions = {
    'AWS::Lambda::Function': (resource: DeclaredResource) => this.provisionFunction(resource),
    'AWS::Lambda::EventSourceMapping': (resource: DeclaredResource) => this.provisionMapping(resource),
    'AWS::Lambda::EventInvokeConfig': (resource: DeclaredResource) => this.provisionAsyncSettings(resource),
  };
  private readonly pools = new Map<string, FunctionPool>();
  private readonly asyncSettings = new Map<string, AsyncSettings>();
  private readonly sources: EventSource[] = [];
  private readonly asyncInvocations: AsyncInvocations;
  private readonly sourceServices: SourceServices;
  private readonly backend: LambdaBackend;

  constructor(private readonly props: LambdaProps) {
    const { streams, queues, sinks, faults, surroundings } = props;
    this.permissions = lambdaPermissions(surroundings);
    const backoff = props.backoff ?? { firstMs: 250, maxMs: 5_000 };
    const log = (functionArn: string, line: string) => this.note(functionArn, line);
    const pollMs = props.pollMs ?? 200;
    const { stateDir } = surroundings;
    const noteAge = (functionArn: string, ageMs: number) =>
      this.pools.get(functionArn)?.published.measure('IteratorAge', ageMs);
    const sessionOf = (functionArn: string) => this.sessionOf(functionArn);
    this.sourceServices = {
      ...{ streams, queues, sinks, faults, stateDir, pollMs, backoff, log, noteAge, sessionOf },
      invoker: this,
    };
    const noteDrop = (functionArn: string) => this.pools.get(functionArn)?.published.count('AsyncEventsDropped');
    this.asyncInvocations = new AsyncInvocations({ invoker: this, sinks, sessionOf, backoff, log, noteDrop });
    this.backend = {
      functions: () => [...this.pools.values()].map(({ settings }) => settings),
      sources: () => this.sources,
      limits: surroundings.limits,
      toFunctionArn: (name) => this.toFunctionArn(name),
      invokeNow: (functionArn, payload) => this.invokeNow(functionArn, payload),
      invokeLater: (functionArn, payload) => this.invokeLater(functionArn, payload),
    };
  }

  handle(call: HttpCall): Promise<HttpResponse> {
    return callLambda(this.backend, call);
  }

  start(): void {
    for (const source of this.sources) source.start();
  }

  /** Stops the writers to streams first: functions without a source, and queue sources. Then drains the streams. */
  async stop(): Promise<void> {
    const fed = new Set(this.sources.map(({ mapping }) => mapping.functionArn));
    const stopped = this.asyncInvocations.stop();
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

  /** Invokes a function for event sources and HTTP APIs: faults apply, and a call waits while all workers are busy. */
  async invokePayload(functionArn: string, payload: string): Promise<Outcome> {
    const { faults } = this.props;
    const pool = this.pool(functionArn);
    const stallMs = faults.stallMs(this.name);
    if (stallMs > 0) await delay(stallMs);
    if (faults.strikes(this.name, 'throttle')) return pool.throttled();
    if (faults.strikes(this.name, 'fail')) {
      return failure({ errorType: 'Lambda.ServiceException', errorMessage: 'Injected fault: fail.' });
    }
    return pool.invoke(payload);
  }

  /** Queues an asynchronous invocation; a failed one is retried, and finally logged. */
  invokeLater(functionArn: string, payload: string): void {
    const arn = this.toFunctionArn(functionArn);
    this.asyncInvocations.submit(arn, payload, this.asyncSettings.get(arn) ?? ASYNC_DEFAULTS);
  }

  /** Adds a line to a function's log. */
  note(functionArn: string, line: string): void {
    this.pools.get(functionArn)?.log.note(line);
  }

  /** The counts and durations of invocations since the start, by function name. */
  metrics(): ReadonlyMap<string, Readonly<FunctionMetrics>> {
    return new Map([...this.pools.values()].map(({ settings, metrics }) => [settings.worker.functionName, metrics]));
  }

  /** Adds the ages of waiting records to those of delivered ones; otherwise a blocked mapping would report no age. */
  async serviceMetrics(): Promise<readonly ServiceMetric[]> {
    for (const { functionArn, shards } of await this.progress()) {
      for (const { iteratorAgeMs } of shards) this.sourceServices.noteAge(functionArn, iteratorAgeMs);
    }
    return [
      ...[...this.pools.values()].flatMap((pool) => pool.serviceMetrics()),
      ...this.sources.flatMap((source) => source.takeMetrics()),
    ];
  }

  /** The progress of each mapping of a stream, by shard. */
  async progress(): Promise<readonly MappingProgress[]> {
    return Promise.all(
      this.kinesisSources().map(async (source) => {
        const { uuid, functionArn, sourceArn } = source.mapping;
        return { uuid, functionArn, sourceArn, shards: await source.progress() };
      }),
    );
  }

  /** Whether the enabled mappings of the stream, or of every stream by default, have processed all of its records. */
  caughtUp(streamArn?: string): boolean {
    return this.kinesisSources()
      .filter(({ mapping }) => mapping.enabled && (streamArn === undefined || mapping.sourceArn === streamArn))
      .every((source) => source.isCaughtUp);
  }

  /** Waits for the remaining records: if the next start were an hour later, they would be discarded as too old. */
  private async drain(): Promise<void> {
    const deadline = Date.now() + (this.props.drainMs ?? 0);
    while (!this.caughtUp() && Date.now() < deadline) await delay(DRAIN_POLL_MS);
  }

  private async stopSources(predicate: (source: EventSource) => boolean): Promise<void> {
    await Promise.all(this.sources.filter(predicate).map((source) => source.stop()));
  }

  private async stopPools(predicate: (functionArn: string) => boolean): Promise<void> {
    const pools = [...this.pools].filter(([functionArn]) => predicate(functionArn));
    await Promise.all(pools.map(([, pool]) => pool.stop()));
  }

  private kinesisSources(): KinesisSource[] {
    return this.sources.filter((source) => source instanceof KinesisSource);
  }

  /** Invokes a function for the API: a call above the reserved concurrency is throttled. The gateway applies the faults. */
  private invokeNow(functionArn: string, payload: string): Promise<Outcome> {
    const pool = this.pool(functionArn);
    return pool.isSaturated ? Promise.resolve(pool.throttled()) : pool.invoke(payload);
  }

  private provisionFunction(resource: DeclaredResource): ProvisionedResource {
    const { surroundings, assetRoot, access, logs, maxConcurrency = 4 } = this.props;
    const settings = toFunctionSettings(resource, surroundings, assetRoot, access);
    const { functionArn, functionName } = settings.worker;
    this.pools.set(functionArn, new FunctionPool(settings, logs, { maxConcurrency, ...surroundings.limits }));
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
    const message = `${resource.logicalId}: the embedded cloud supports event sources in Kinesis and SQS, not ${sourceArn}.`;
    throw new ServiceError('InvalidParameterValueException', message);
  }

  private provisionAsyncSettings(resource: DeclaredResource): ProvisionedResource {
    const functionArn = this.toFunctionArn(new Fields(resource.properties).string('FunctionName'));
    this.asyncSettings.set(functionArn, toAsyncSettings(resource));
    return { ref: `${functionArn}:$LATEST`, attributes: {} };
  }

  /** The unqualified ARN of a function; `name` is a name, an ARN or a qualified ARN. */
  private toFunctionArn(name: string): string {
    const { accountId, region } = this.props.surroundings;
    const functionName = name.split(':')[name.startsWith('arn:') ? 6 : 0] ?? '';
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${functionName}`;
    if (this.pools.has(functionArn)) return functionArn;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
  }

  private sessionOf(functionArn: string): RoleSession | undefined {
    return this.pools.get(functionArn)?.settings.session;
  }

  private pool(functionArn: string): FunctionPool {
    const pool = this.pools.get(functionArn) ?? this.pools.get(this.toFunctionArn(functionArn));
    if (!pool) throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    return pool;
  }
}
