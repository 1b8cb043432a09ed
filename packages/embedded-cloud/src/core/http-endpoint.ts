import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { OnePortServer } from './one-port-server';
import type { HttpRequest, HttpResponse } from './service';

/** PutRecords' 10 MiB in base64, and some room; each service checks its own, lower limit. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Reads each request completely and sends the answer. */
export class HttpEndpoint {
  private readonly server = new OnePortServer((request, response) => void this.serve(request, response));

  constructor(private readonly answer: (request: HttpRequest) => Promise<HttpResponse>) {}

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
      const body = await readBody(incoming);
      const answer = body ? await this.answer(toRequest(incoming, body, receivedAt)) : tooLarge(incoming);
      // With a known length, Node sends the answer in one write instead of several chunks.
      const length = Buffer.byteLength(answer.body ?? '');
      outgoing.writeHead(answer.status, {
        'content-length': length,
        'x-amzn-requestid': randomUUID(),
        ...answer.headers,
      });
      outgoing.end(answer.body ?? '');
    } catch {
      outgoing.destroy(); // the client disconnected while it was sending
    }
  }
}

/** HTTP/2 has no header for the connection. */
const tooLarge = ({ httpVersionMajor }: { httpVersionMajor: number }): HttpResponse => ({
  status: 413,
  headers: { 'content-type': 'application/json', ...(httpVersionMajor === 1 && { connection: 'close' }) },
  body: '{"message":"Request Entity Too Large"}',
});

const toRequest = (incoming: IncomingMessage | Http2ServerRequest, body: Buffer, receivedAt: number): HttpRequest => {
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name === ':authority' ? 'host' : name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  }
  return { method: incoming.method ?? 'GET', path, query: new URLSearchParams(query), headers, body, receivedAt };
};

const splitOnce = (value: string, separator: string): string[] => {
  const at = value.indexOf(separator);
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + separator.length)];
};

/** The complete body; undefined when it exceeds the limit. Rejects when the client disconnects. */
const readBody = (incoming: IncomingMessage | Http2ServerRequest): Promise<Buffer | undefined> =>
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
