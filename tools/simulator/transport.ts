import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Answer, type AnswerHeaders, toAnswer } from './answer';
import type { Encoding } from './viewer';

/** Events to send in one request. */
export interface Call {
  readonly encoding: Encoding;
  /** How far the sender's clock is ahead of the true time. */
  readonly clockSkewMs: number;
  /** How far the collector's clock is ahead, as the player has measured it, ms. */
  readonly clockOffsetMs?: number | undefined;
  /** The events as JSON, with commas between them. */
  readonly events: string;
  readonly count: number;
  /** Called when the request is sent. */
  readonly onSend: () => void;
  /** Called once, with the answer and the `sent_at` of the request. */
  readonly onAnswer: (answer: Answer, sentAt: number) => void;
}

/** Sends requests to the collector. */
export interface Carrier {
  post(call: Call): void;
}

const MAX_IN_FLIGHT = 64;
const TIMEOUT_MS = 15_000;

/**
 * Posts to the collector over a few persistent connections. Further requests wait here and not in the agent, where
 * their `sent_at` would become old and look like a wrong clock.
 */
export class Transport implements Carrier {
  requests = 0;
  bytes = 0;
  private inFlight = 0;
  private readonly waiting: Call[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: MAX_IN_FLIGHT, timeout: TIMEOUT_MS });
  private readonly target: RequestOptions;

  /** The endpoint is the collector's base URL, http only. */
  constructor(endpoint: string) {
    const { protocol, hostname, port, pathname } = new URL(endpoint);
    if (protocol !== 'http:') throw new Error(`The endpoint must be http, not ${protocol}`);
    const path = `${pathname.replace(/\/$/, '')}/v1/events`;
    this.target = { agent: this.agent, method: 'POST', hostname, port, path };
  }

  post(call: Call): void {
    if (this.inFlight >= MAX_IN_FLIGHT) this.waiting.push(call);
    else this.send(call);
  }

  /** Closes the connections; requests in flight end with an error. */
  close(): void {
    this.waiting.length = 0;
    this.agent.destroy();
  }

  private send({ encoding, clockSkewMs, clockOffsetMs, events, onSend, onAnswer }: Call): void {
    this.inFlight += 1;
    onSend();
    const sentAt = Date.now() + clockSkewMs;
    const measured = clockOffsetMs === undefined ? '' : `"clock_offset_ms":${clockOffsetMs},`;
    const text = `{"sent_at":${sentAt},${measured}"events":[${events}]}`;
    const payload = encoding === 'gzip' ? gzipSync(text) : text;
    const length = Buffer.byteLength(payload);
    this.requests += 1;
    this.bytes += length;
    let answered = false;
    const finish = (answer: Answer): void => {
      if (answered) return;
      answered = true;
      this.inFlight -= 1;
      const next = this.waiting.shift();
      if (next) this.send(next);
      onAnswer(answer, sentAt);
    };
    const fail = ({ message }: Error): void => finish({ kind: 'retry', reason: message, retryAfterMs: 0 });
    const outgoing = request({ ...this.target, headers: { ...HEADERS[encoding], 'content-length': length } });
    outgoing.on('response', (incoming) => read(incoming, finish, fail));
    outgoing.on('error', fail);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
    outgoing.end(payload);
  }
}

const HEADERS: Readonly<Record<Encoding, Readonly<Record<string, string>>>> = {
  json: { 'content-type': 'application/json' },
  beacon: { 'content-type': 'text/plain;charset=UTF-8' },
  gzip: { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' },
};

const headersOf = ({ headers }: IncomingMessage): AnswerHeaders => ({
  'retry-after': headers['retry-after'],
  'accept-encoding': headers['accept-encoding']?.toString(),
});

const read = (incoming: IncomingMessage, finish: (answer: Answer) => void, fail: (error: Error) => void): void => {
  let body = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => (body += chunk));
  incoming.on('error', fail);
  incoming.on('end', () => finish(toAnswer(incoming.statusCode ?? 0, headersOf(incoming), body)));
};
