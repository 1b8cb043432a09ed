import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';

/** The first bytes of a connection of a client that knows that the server has HTTP/2. Source: RFC 9113, section 3.4. */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0');

/** The bytes of a request body that an HTTP/2 client may send before the server reads them; by default only 64 KiB. */
const HTTP2_WINDOW_BYTES = 1024 * 1024;

const KEEP_ALIVE_MS = 60_000;

/** Answers a request of either version. */
export type Listener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/**
 * A server with HTTP/1.1 and HTTP/2 without TLS on one port, as Node's Kinesis client and the asynchronous clients of the
 * Java SDK use it. The first bytes of a connection tell the version.
 */
export class OnePortServer {
  private readonly server: Server;
  private readonly http: HttpServer;
  /** Created for the first connection with HTTP/2. */
  private http2: Http2Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly listener: Listener) {
    this.http = createHttpServer(listener);
    this.http.keepAliveTimeout = KEEP_ALIVE_MS;
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
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
      for (const socket of this.sockets) socket.destroy();
    });
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const ignore = (): void => undefined; // the socket closes itself after an error
    socket.on('error', ignore);
    socket.once('data', (first: Buffer) => {
      socket.off('error', ignore);
      socket.pause();
      socket.unshift(first);
      if (isHttp2(first)) this.http2Server().emit('connection', socket);
      else {
        this.http.emit('connection', socket);
        socket.resume(); // HTTP/2 reads the socket itself
      }
    });
  }

  private http2Server(): Http2Server {
    this.http2 ??= createHttp2Server({ settings: { initialWindowSize: HTTP2_WINDOW_BYTES } }, this.listener);
    return this.http2;
  }
}

/** No method of HTTP/1.1 starts with PRI. */
const isHttp2 = (first: Buffer): boolean =>
  first.length >= 3 && HTTP2_PREFACE.subarray(0, first.length).equals(first.subarray(0, HTTP2_PREFACE.length));
