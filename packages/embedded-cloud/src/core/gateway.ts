import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Faults } from './faults';
import { authorize, denialOf, toCredential } from './authorize';
import { isForeignPage } from './foreign-page';
import { type AccessControl, AccessDenied } from './iam';
import {
  type Caller,
  type HttpRequest,
  type HttpResponse,
  isObject,
  type JsonObject,
  type Service,
  ServiceError,
  type Site,
} from './service';
import { QueryProtocol } from './query-protocol';

/** PutRecords' 10 MiB in base64, and some room; each service checks its own, lower limit. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The HTTP server of the endpoint: reads each request completely, finds the service in the SigV4 credential scope and
 * calls it for the role session whose access key signed the request. Signatures are not verified. Instead, the server listens on loopback only and answers only requests whose Host
 * is loopback, so that no web page can reach it by DNS rebinding.
 */
export class Gateway {
  private readonly services = new Map<string, Service>();
  private readonly sites: Site[] = [];
  private readonly server: Server;

  constructor(
    private readonly faults: Faults,
    private readonly access: AccessControl,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.keepAliveTimeout = 60_000;
  }

  /** Adds a service, in place of an earlier one of the same name. */
  add(service: Service): void {
    this.services.set(service.name, service);
  }

  /** Adds a site, which is asked after the services' own sites and those added before it. */
  addSite(site: Site): void {
    this.sites.push(site);
  }

  /** Listens on a port of 127.0.0.1, or on a free one for 0; resolves to the port. Rejects when the port is in use. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use.`) : error);
      });
      this.server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The gateway has no TCP address.');
    return address.port;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const receivedAt = Date.now();
    try {
      const body = await readBody(incoming);
      const answer = body ? await this.answer(toRequest(incoming, body, receivedAt)) : tooLarge();
      // With a known length, Node sends the answer in one write instead of several chunks.
      const length = Buffer.byteLength(answer.body ?? '');
      outgoing.writeHead(answer.status, {
        'content-length': length,
        'x-amzn-requestid': randomUUID(),
        ...answer.headers,
      });
      outgoing.end(answer.body);
    } catch {
      outgoing.destroy(); // the client disconnected while it was sending
    }
  }

  private async answer(request: HttpRequest): Promise<HttpResponse> {
    if (!isLoopback(request.headers['host'])) return text(403, 'This endpoint answers on loopback only.');
    const credential = toCredential(request);
    if (!credential) {
      for (const site of [...Array.from(this.services.values(), (service) => service.site), ...this.sites]) {
        const answer = site?.(request);
        if (answer) return answer;
      }
      return text(404, `No API or site answers ${request.method} ${request.path}.`);
    }
    // A presigned URL needs no header, so a web page could send one from anywhere.
    if (isForeignPage(request)) return text(403, 'This endpoint rejects requests from pages of another origin.');
    const service = this.services.get(credential.service);
    if (!service) return unknownService(credential.service, request);
    try {
      await this.injectFault(service);
      return await this.call(service, request, this.access.callerOf(credential.accessKeyId));
    } catch (error) {
      const known = error instanceof AccessDenied ? denialOf(service, error) : toServiceError(error);
      return service.errorResponse?.(known) ?? jsonError(known, service.contentType);
    }
  }

  private async call(service: Service, request: HttpRequest, caller: Caller): Promise<HttpResponse> {
    if (service.handle) {
      authorize(service, caller, { request });
      return service.handle(request, caller);
    }
    const action = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const operation = service.operations?.[action];
    if (!operation) {
      throw new ServiceError('UnknownOperationException', `The embedded ${service.name} does not support "${action}".`);
    }
    if (/cbor/.test(request.headers['content-type'] ?? '')) {
      throw new ServiceError(
        'SerializationException',
        'The embedded cloud accepts JSON only: set AWS_CBOR_DISABLE=true or CBOR_ENABLED=false.',
      );
    }
    const input = parseObject(plainBody(request));
    authorize(service, caller, { request, action, input });
    const output = await operation(input, caller);
    return {
      status: 200,
      headers: { 'content-type': service.contentType ?? 'application/x-amz-json-1.0' },
      body: JSON.stringify(output),
    };
  }

  private async injectFault(service: Service): Promise<void> {
    const { name } = service;
    const stallMs = this.faults.stallMs(name);
    if (stallMs > 0) await delay(stallMs);
    if (this.faults.strikes(name, 'throttle')) {
      service.noteThrottle?.();
      throw new ServiceError(service.throttlingCode ?? 'ThrottlingException', 'Injected fault: throttle.');
    }
    if (this.faults.strikes(name, 'fail')) throw new ServiceError('InternalFailure', 'Injected fault: fail.', 500);
  }
}

const toServiceError = (error: unknown): ServiceError =>
  error instanceof ServiceError
    ? error
    : new ServiceError('InternalFailure', error instanceof Error ? (error.stack ?? error.message) : String(error), 500);

/** In the client's protocol: clients of the query protocol cannot parse JSON. */
const unknownService = (name: string, { headers }: HttpRequest): HttpResponse => {
  const error = new ServiceError('UnknownService', `The embedded cloud does not run ${name}.`, 501);
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return isForm ? new QueryProtocol(`https://${name}.amazonaws.com/`).error(error) : jsonError(error);
};

const jsonError = (error: ServiceError, contentType = 'application/x-amz-json-1.0'): HttpResponse => ({
  status: error.status,
  headers: { 'content-type': contentType, 'x-amzn-errortype': error.code },
  body: JSON.stringify({ __type: error.code, message: error.message }),
});

const text = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const tooLarge = (): HttpResponse => ({
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: '{"message":"Request Entity Too Large"}',
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

const parseObject = (body: Buffer): JsonObject => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (isObject(value)) return value;
  } catch {
    // rejected below, like JSON that is not an object
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
};

const toRequest = (incoming: IncomingMessage, body: Buffer, receivedAt: number): HttpRequest => {
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  }
  return { method: incoming.method ?? 'GET', path, query: new URLSearchParams(query), headers, body, receivedAt };
};

const splitOnce = (value: string, separator: string): string[] => {
  const at = value.indexOf(separator);
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + separator.length)];
};

/** The complete body; undefined when it exceeds the limit. Rejects when the client disconnects. */
const readBody = (incoming: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) resolve(undefined);
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(new Error('The client disconnected.')));
  });
