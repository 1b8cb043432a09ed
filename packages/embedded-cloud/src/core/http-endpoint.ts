import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OnePortServer } from './one-port-server';
import type { HttpRequest, HttpResponse } from './service';

/** By default: PutRecords' 10 MiB in base64, and some room; each service checks its own, lower limit. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** A request whose body has not been read. */
type RequestHead = Omit<HttpRequest, 'body'>;

/** What answers the requests of an endpoint. */
export interface Answerer {
  answer(request: HttpRequest): Promise<HttpResponse>;
  /** A larger body is answered with 413. */
  maxBodyBytes(head: RequestHead): number;
}

/** Reads each request completely and sends the answer. */
export class HttpEndpoint {
  private readonly server = new OnePortServer((request, response) => void this.serve(request, response));

  constructor(private readonly answerer: Answerer) {}

  /** Listens on a port of 127.0.0.1, or on a free one for 0; resolves to the port. Rejects when the port is in use. */
  listen(port: number): Promise<number> {
    return this.server.listen(port);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async serve(
    incoming: IncomingMessage | Http2ServerRequest,
    outgoing: ServerResponse | Http2ServerResponse,
  ): Promise<void> {
    const receivedAt = Date.now();
    try {
      const head = headOf(incoming, receivedAt);
      const body = await readBody(incoming, this.answerer.maxBodyBytes(head));
      const answer = body ? await this.answerer.answer({ ...head, body }) : TOO_LARGE;
      if (answer.stream) {
        outgoing.writeHead(answer.status, { 'x-amzn-requestid': randomUUID(), ...answer.headers });
        await pipeline(Readable.from(answer.stream), outgoing);
        return;
      }
      // With a known length, Node sends the answer in one write instead of several chunks.
      const length = Buffer.byteLength(answer.body ?? '');
      outgoing.writeHead(answer.status, {
        'content-length': length,
        'x-amzn-requestid': randomUUID(),
        ...headersFor(incoming, answer.headers),
      });
      outgoing.end(answer.body ?? '');
    } catch {
      outgoing.destroy(); // the client disconnected while it was sending
    }
  }
}

const TOO_LARGE: HttpResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: '{"message":"Request Entity Too Large"}',
};

/** Headers about the connection, which HTTP/2 forbids. Source: RFC 9113, section 8.2.2. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

const headersFor = (
  { httpVersionMajor }: Pick<IncomingMessage, 'httpVersionMajor'>,
  headers: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> =>
  httpVersionMajor === 1
    ? headers
    : Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name.toLowerCase())));

const headOf = (incoming: IncomingMessage | Http2ServerRequest, receivedAt: number): RequestHead => {
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    // The other names that start with a colon have the method and the path of an HTTP/2 request.
    const plainName = name === ':authority' ? 'host' : name;
    if (!plainName.startsWith(':')) headers[plainName] = Array.isArray(value) ? value.join(',') : (value ?? '');
  }
  return { method: incoming.method ?? 'GET', path, query: new URLSearchParams(query), headers, receivedAt };
};

const splitOnce = (value: string, separator: string): string[] => {
  const at = value.indexOf(separator);
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + separator.length)];
};

/** The complete body; undefined when it exceeds the limit. Rejects when the client disconnects. */
const readBody = (incoming: IncomingMessage | Http2ServerRequest, maxBytes: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) resolve(undefined);
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(new Error('The client disconnected.')));
  });
