import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '../../core/faults';
import type { PayloadInvoker } from '../../core/ports';
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
import { type AccessControl, AccessDenied } from '../../core/iam';
import { invokeFunction } from '../../core/role-accesses';
import { type Cors, corsHeaders, preflightHeaders, toCors } from './cors';
import { toProxyEvent } from './proxy-event';
import { gatewayMessage, toHttpResponse } from './proxy-response';
import { matchRoute, type Route, toRoute } from './route';
import { throttlingOf } from './throttling';
import type { TokenBucket } from './token-bucket';
import { MetricWindow } from '../../core/metric-window';
import { httpApiProperties } from './properties';

/** The time of an integration that declares none. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** The answer to a body that exceeds the limit of API Gateway, and to an event that exceeds the limit of Lambda. */
const TOO_LARGE = gatewayMessage(413, 'Request Entity Too Large');

/** The name under which faults are injected. */
const FAULTS_NAME = 'http-api';

interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

interface Stage {
  readonly name: string;
  /** The throttling of a route; undefined when the route is not throttled. */
  readonly bucketFor: (routeKey: string) => TokenBucket | undefined;
}

interface Api {
  readonly id: string;
  readonly cors: Cors | undefined;
  readonly routes: Route[];
  readonly stages: Stage[];
  readonly integrations: Map<string, Integration>;
  readonly metrics: MetricWindow;
}

interface Match {
  readonly api: Api;
  readonly stage: Stage;
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The HTTP APIs of API Gateway. All of them have the address of the endpoint; the path of a request selects the API.
 */
export class HttpApi implements Service {
  readonly name = 'apigateway';
  readonly properties = httpApiProperties;
  /** None: its API is not supported. */
  readonly permissions = {};
  readonly provisions = {
    'AWS::ApiGatewayV2::Api': (resource: DeclaredResource) => this.provisionApi(resource),
    'AWS::ApiGatewayV2::Integration': (resource: DeclaredResource) => this.provisionIntegration(resource),
    'AWS::ApiGatewayV2::Route': (resource: DeclaredResource) => this.provisionRoute(resource),
    'AWS::ApiGatewayV2::Stage': (resource: DeclaredResource) => this.provisionStage(resource),
  };
  private readonly apis = new Map<string, Api>();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
    private readonly invoker: PayloadInvoker,
    private readonly access: AccessControl,
  ) {}

  /**
   * A site of the gateway: answers requests that match a declared route, in the $default stage or below a stage prefix.
   */
  readonly site = (request: HttpRequest): Promise<HttpResponse> | undefined => {
    for (const api of this.apis.values()) {
      const isPreflight = request.method === 'OPTIONS' && api.cors !== undefined;
      const match = this.match(api, isPreflight ? undefined : request.method, request.path);
      if (!match) continue;
      if (isPreflight) return Promise.resolve({ status: 204, headers: preflightHeaders(api.cors, request) });
      return this.answer(match, request);
    }
    return undefined;
  };

  private match(api: Api, method: string | undefined, path: string): Match | undefined {
    for (const stage of api.stages) {
      const prefix = stage.name === '$default' ? '' : `/${stage.name}`;
      if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}/`)) continue;
      const found = matchRoute(api.routes, method, path.slice(prefix.length) || '/');
      if (found) return { api, stage, ...found };
    }
    return undefined;
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return [...this.apis.values()].flatMap(({ metrics }) => metrics.take());
  }

  private async answer(match: Match, request: HttpRequest): Promise<HttpResponse> {
    const { status, headers = {}, body = '' } = await this.call(match, request);
    const { cors, metrics } = match.api;
    metrics.count('Count');
    metrics.count('4xx', status >= 400 && status < 500 ? 1 : 0);
    metrics.count('5xx', status >= 500 ? 1 : 0);
    metrics.measure('Latency', Date.now() - request.receivedAt);
    // With a CORS configuration, API Gateway ignores the CORS headers of the function.
    const others = cors ? Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')) : undefined;
    const kept = others ? Object.fromEntries(others) : headers;
    return { status, headers: { ...kept, ...corsHeaders(cors, request) }, body };
  }

  private async call(match: Match, request: HttpRequest): Promise<HttpResponse> {
    const { api, stage, route, pathParameters } = match;
    const stallMs = this.faults.stallMs(FAULTS_NAME);
    if (stallMs > 0) await delay(stallMs);
    if (this.faults.strikes(FAULTS_NAME, 'throttle') || stage.bucketFor(route.routeKey)?.take() === false) {
      return gatewayMessage(429, 'Too Many Requests');
    }
    const integration = api.integrations.get(route.integrationId);
    if (!integration || this.faults.strikes(FAULTS_NAME, 'fail')) return gatewayMessage(500, 'Internal Server Error');
    const { accountId, limits } = this.surroundings;
    if (request.body.length > limits.bodyBytes) return TOO_LARGE;
    const matched = { request, routeKey: route.routeKey, stage: stage.name, pathParameters, apiId: api.id, accountId };
    const event = toProxyEvent(matched);
    if (Buffer.byteLength(event) > limits.requestBytes) return TOO_LARGE;
    if (!this.mayInvoke(match, integration)) return gatewayMessage(500, 'Internal Server Error');
    const invokedAt = Date.now();
    const answer = await this.invoke(integration, event);
    api.metrics.measure('IntegrationLatency', Date.now() - invokedAt);
    return answer;
  }

  /** Whether the policy of the function allows this route to invoke it; a denial is among those of the cloud. */
  private mayInvoke({ api, stage, route }: Match, { functionArn }: Integration): boolean {
    const { region, accountId } = this.surroundings;
    const place = `${api.id}/${stage.name}/${route.routeKey.replace(' /', '/')}`;
    const service = this.access.service(
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:${region}:${accountId}:${place}`,
    );
    try {
      service?.check(invokeFunction(functionArn));
      return true;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      return false;
    }
  }

  private async invoke({ functionArn, timeoutMs }: Integration, event: string): Promise<HttpResponse> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    const outcome = await Promise.race([this.invoker.invokePayload(functionArn, event), timeout]);
    clearTimeout(timer);
    if (outcome === undefined) return gatewayMessage(503, 'Service Unavailable');
    if (outcome.ok) return toHttpResponse(outcome.payload);
    return outcome.throttled
      ? gatewayMessage(503, 'Service Unavailable')
      : gatewayMessage(500, 'Internal Server Error');
  }

  private provisionApi(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    if (fields.optionalString('ProtocolType') !== 'HTTP') throw unsupported(resource, 'APIs other than HTTP');
    const cors = fields.object('CorsConfiguration');
    const id = toId(resource);
    const about = { namespace: 'AWS/ApiGateway', dimensions: { ApiId: id } };
    const units = { Latency: 'Milliseconds', IntegrationLatency: 'Milliseconds' };
    const metrics = new MetricWindow(about, ['Count', '4xx', '5xx'], units);
    const api: Api = { id, cors: cors && toCors(cors), routes: [], stages: [], integrations: new Map(), metrics };
    this.apis.set(id, api);
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: this.surroundings.endpoint } };
  }

  private provisionIntegration(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    const version = fields.optionalString('PayloadFormatVersion');
    if (fields.string('IntegrationType') !== 'AWS_PROXY' || version !== '2.0') {
      throw unsupported(resource, 'integrations other than AWS_PROXY with payload format 2.0');
    }
    const uri = fields.string('IntegrationUri');
    const functionArn = /arn:[\w-]+:lambda:[\w-]+:\d*:function:[\w-]+/.exec(uri)?.[0] ?? uri;
    const { integrationMs } = this.surroundings.limits;
    const timeoutMs = fields.optionalNumber('TimeoutInMillis') ?? Math.min(DEFAULT_TIMEOUT_MS, integrationMs);
    if (timeoutMs > integrationMs) throw unsupported(resource, `timeouts above ${integrationMs} ms, nor does AWS`);
    const id = toId(resource);
    this.api(fields).integrations.set(id, { functionArn, timeoutMs });
    return { ref: id, attributes: { IntegrationId: id } };
  }

  private provisionRoute(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    const authorization = fields.optionalString('AuthorizationType') ?? 'NONE';
    if (authorization !== 'NONE') throw unsupported(resource, `the authorization type ${authorization}`);
    const route = toRoute(fields.string('RouteKey'), fields.string('Target').replace('integrations/', ''));
    if (!route) throw unsupported(resource, `the route key ${fields.string('RouteKey')}`);
    this.api(fields).routes.push(route);
    const id = toId(resource);
    return { ref: id, attributes: { RouteId: id } };
  }

  private provisionStage(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    const name = fields.string('StageName');
    this.api(fields).stages.push({ name, bucketFor: throttlingOf(fields) });
    return { ref: name, attributes: {} };
  }

  private api(fields: Fields): Api {
    const api = this.apis.get(fields.string('ApiId'));
    if (!api) throw new ServiceError('NotFoundException', `The API ${fields.string('ApiId')} does not exist.`, 404);
    return api;
  }
}

/** Derives an id that stays the same after a restart. */
const toId = ({ stack, logicalId }: DeclaredResource): string =>
  createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 10);

const unsupported = ({ logicalId }: DeclaredResource, feature: string): ServiceError =>
  new ServiceError('BadRequestException', `${logicalId}: the embedded cloud does not support ${feature}.`);
