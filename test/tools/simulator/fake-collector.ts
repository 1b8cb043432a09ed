import { createServer, type IncomingMessage, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** An event as it arrived. */
export interface WireEvent {
  readonly event_id: string;
  readonly event: string;
  readonly event_ts: number;
  readonly sequence: number;
  readonly session_id: string;
}

/** One request as the fake collector received it. */
export interface Received {
  readonly atMs: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly path: string | undefined;
  readonly sentAt: number;
  readonly clockOffsetMs: number | undefined;
  readonly events: readonly WireEvent[];
}

interface Scripted {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
  /** Breaks the connection instead of answering. */
  readonly hangUp?: boolean;
}

/** Answers 202 to each request, unless the script has another answer for the request with that index. */
export class FakeCollector {
  readonly received: Received[] = [];
  private readonly server: Server;

  constructor(script: (request: Received, index: number) => Scripted | undefined = () => undefined) {
    this.server = createServer((incoming, outgoing) => {
      void read(incoming).then((request) => {
        const index = this.received.push(request) - 1;
        const accepted = { received_at: request.atMs, accepted: request.events.length, refused: [] };
        const { status, headers, body, hangUp } = script(request, index) ?? { status: 202, body: accepted };
        if (hangUp) outgoing.destroy();
        else outgoing.writeHead(status, headers).end(JSON.stringify(body ?? {}));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** All events in the order of their arrival, copies included. */
  events(): WireEvent[] {
    return this.received.flatMap(({ events }) => events);
  }
}

interface Body {
  readonly sent_at: number;
  readonly clock_offset_ms?: number;
  readonly events: WireEvent[];
}

const read = async (incoming: IncomingMessage): Promise<Received> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const contentEncoding = incoming.headers['content-encoding'];
  const text = (contentEncoding === 'gzip' ? gunzipSync(whole) : whole).toString('utf8');
  const { sent_at, clock_offset_ms, events } = JSON.parse(text) as Body;
  const contentType = incoming.headers['content-type'];
  const clock = { sentAt: sent_at, clockOffsetMs: clock_offset_ms };
  return { atMs: Date.now(), contentType, contentEncoding, path: incoming.url, ...clock, events };
};
