import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type Faults, WATCHER } from './faults';
import { authorize, denialOf, toCredential } from './authorize';
import { isForeignPage } from './foreign-page';
import { HttpEndpoint, MAX_BODY_BYTES } from './http-endpoint';
import { type AccessControl, AccessDenied } from './iam';
import { operationRefusal, refuseIgnored } from './inputs';
import { type Protocol, protocolOf } from './protocols';
import {
  type Caller,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Service,
  ServiceError,
  type Site,
} from './service';

/**
 * The endpoint: finds the service of a request in the SigV4 credential scope and calls it for the role session whose
 * access key signed the request. Signatures are not verified. Instead, the server listens on loopback only and answers
 * only requests whose Host is loopback, so that no web page can reach it by DNS rebinding.
 */
export class Gateway {
  private readonly services = new Map<string, Service>();
  private readonly sites: Site[] = [];
  private readonly http = new HttpEndpoint({
    answer: (request) => this.answer(request),
    maxBodyBytes: (head) => this.services.get(toCredential(head)?.service ?? '')?.maxBodyBytes ?? MAX_BODY_BYTES,
  });

  constructor(
    private readonly faults: Faults,
    private readonly access: AccessControl,
  ) {}

  /** Adds a service, in place of an earlier one of the same name. */
  add(service: Service): void {
    this.services.set(service.name, service);
  }

  /** Adds a site, which is asked after the services' own sites and those added before it. */
  addSite(site: Site): void {
    this.sites.push(site);
  }

  /** Listens on a port of 127.0.0.1, or on a free one for 0; resolves to the port. Rejects when the port is in use. */
  listen(port: number): Promise<number> {
    return this.http.listen(port);
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async answer(request: HttpRequest): Promise<HttpResponse> {
    if (!isLoopback(request.headers['host'])) return text(403, 'This endpoint answers on loopback only.');
    const credential = toCredential(request);
    if (!credential) {
      for (const site of [...Array.from(this.services.values(), (service) => service.site), ...this.sites]) {
        const answer = site?.(request);
        if (answer) return answer;
      }
      return unsignedCall(request) ?? text(404, `No API or site answers ${request.method} ${request.path}.`);
    }
    // A presigned URL needs no header, so a web page could send one from anywhere.
    if (isForeignPage(request)) return text(403, 'This endpoint rejects requests from pages of another origin.');
    const service = this.services.get(credential.service);
    if (!service) return unknownService(credential.service, request);
    const protocol = protocolOf(request, service);
    try {
      if (credential.accessKeyId !== WATCHER.accessKeyId) await this.injectFault(service);
      return await call(service, protocol, request, this.access.callerOf(credential.accessKeyId));
    } catch (error) {
      const known = error instanceof AccessDenied ? denialOf(service, error) : toServiceError(error);
      return service.errorResponse?.(known) ?? protocol.error(known, service);
    }
  }

  private async injectFault(service: Service): Promise<void> {
    const { name } = service;
    const stallMs = this.faults.stallMs(name);
    if (stallMs > 0) await delay(stallMs);
    if (this.faults.strikes(name, 'throttle')) {
      service.noteThrottle?.();
      const { throttlingCode = 'ThrottlingException', throttlingStatus } = service;
      throw new ServiceError(throttlingCode, 'Injected fault: throttle.', throttlingStatus);
    }
    if (this.faults.strikes(name, 'fail')) throw new ServiceError('InternalFailure', 'Injected fault: fail.', 500);
  }
}

const call = async (
  service: Service,
  protocol: Protocol,
  received: HttpRequest,
  caller: Caller,
): Promise<HttpResponse> => {
  if (service.handle) {
    const { operation, read } = service.openRequest?.(received) ?? { operation: '', read: () => ({}) };
    const accepted = service.inputs?.get(operation);
    if (service.inputs && !accepted) throw operationRefusal(service, operation);
    const input = read();
    authorize(service, caller, { operation, input });
    if (accepted) refuseIgnored(service, operation, accepted, input);
    return service.handle({ request: received, operation, input }, caller);
  }
  const request = { ...received, body: plainBody(received) };
  const { operation: action, read } = protocol.open(request, service);
  const { operations = {}, completeInput = identity } = service;
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (!operation) throw operationRefusal(service, action);
  const input = completeInput(read(), request);
  authorize(service, caller, { operation: action, input });
  const accepted = service.inputs?.get(action);
  if (accepted) refuseIgnored(service, action, accepted, input);
  return protocol.write(await operation(input, caller), action, service);
};

const identity = (input: JsonObject): JsonObject => input;

const toServiceError = (error: unknown): ServiceError =>
  error instanceof ServiceError
    ? error
    : new ServiceError('InternalFailure', error instanceof Error ? (error.stack ?? error.message) : String(error), 500);

const unknownService = (name: string, request: HttpRequest): HttpResponse => {
  const error = new ServiceError('UnknownService', `The embedded cloud does not run ${name}.`, 501);
  return protocolOf(request, { name }).error(error, { name });
};

/** The answer to an operation that needs no credentials, such as AssumeRoleWithSAML: none of them runs. */
const unsignedCall = (request: HttpRequest): HttpResponse | undefined => {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return undefined;
  const action = new URLSearchParams(request.body.toString('utf8')).get('Action');
  if (action === null) return undefined;
  const service = { name: 'cloud' };
  return protocolOf(request, service).error(operationRefusal(service, action), service);
};

const text = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const isLoopback = (host = ''): boolean => /^(127\.0\.0\.1|localhost|[\w.-]+\.localhost|\[::1\])(:\d+)?$/.test(host);

/** SDKs compress a large PutMetricData. */
const plainBody = ({ headers, body }: HttpRequest): Buffer => {
  if (headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch {
    throw new ServiceError(
      'SerializationException',
      'The request body is not gzip, or exceeds 16 MiB when decompressed.',
    );
  }
};
