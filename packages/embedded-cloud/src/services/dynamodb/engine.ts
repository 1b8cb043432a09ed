import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import db, { type Store } from 'dynalite/db';
import { AWS_LIMITS } from '../../core/limits';
import { type HttpRequest, type HttpResponse, type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { installPageReads } from './page-reads';
import { installSynchronousReads } from './synchronous-reads';

installSynchronousReads();
installPageReads();

/** Dynalite requires a signature, but does not verify it. */
const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=a/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20200101T000000Z',
};

/**
 * Dynalite without network. It throws when a connection breaks in the middle of a request; therefore each request is
 * read completely first and is then emitted as an event on its server.
 */
export class DynamoEngine {
  /** The store of dynalite, for what dynalite has no operation for. */
  readonly store: Store;
  private readonly server: Server;
  private isClosed = false;

  constructor(folder: string, maxItemBytes: number = AWS_LIMITS.itemBytes) {
    mkdirSync(folder, { recursive: true });
    const { server, store } = openDynalite(folder, maxItemBytes);
    this.server = server;
    this.store = store;
  }

  /** Passes a request with its headers to dynalite. */
  pass({
    method,
    path,
    headers,
    body,
  }: Pick<HttpRequest, 'method' | 'path' | 'headers' | 'body'>): Promise<HttpResponse> {
    // A closed dynalite throws an error that cannot be caught and that would end the process.
    if (this.isClosed) throw new ServiceError('InternalServerError', 'The embedded cloud is stopping.', 500);
    return new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), { method, url: path, headers });
      this.server.emit('request', request, new Answer(resolve));
      if (body.length > 0) request.emit('data', body);
      request.emit('end');
    });
  }

  /** Calls an operation; throws a ServiceError when dynalite rejects it. */
  async call(action: string, input: JsonObject): Promise<Fields> {
    const headers = { ...SIGNED, 'x-amz-target': `DynamoDB_20120810.${action}` };
    const { status, body } = await this.pass({
      method: 'POST',
      path: '/',
      headers,
      body: Buffer.from(JSON.stringify(input)),
    });
    const output = String(body) === '""' ? new Fields({}) : Fields.parse(String(body)); // TagResource answers nothing
    if (status < 400) return output;
    const code = output.optionalString('__type')?.split('#').at(-1) ?? 'InternalServerError';
    throw new ServiceError(code, output.optionalString('message') ?? `${action} failed.`, status);
  }

  /** Closes the database. Dynalite does so when its server closes, and a server only closes after it has listened. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve, reject) => {
      this.server.close((error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Creates a server of dynalite, and keeps the store that it creates for itself. */
const openDynalite = (path: string, maxItemBytes: number): { readonly server: Server; readonly store: Store } => {
  const create = db.create.bind(db);
  const stores: Store[] = [];
  db.create = (options) => {
    const store = create(options);
    stores.push(store);
    return store;
  };
  try {
    const server = dynalite({
      ...{ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 },
      maxItemSizeKb: maxItemBytes / 1_024,
    });
    const [store] = stores;
    if (!store) throw new Error('Dynalite created no store.');
    return { server, store };
  } finally {
    db.create = create;
  }
};

/** The part of ServerResponse that dynalite uses. */
class Answer {
  statusCode = 200;
  private readonly headers: Record<string, string> = {};

  constructor(private readonly resolve: (response: HttpResponse) => void) {}

  setHeader(name: string, value: unknown): void {
    this.headers[name.toLowerCase()] = String(value);
  }

  end(body = ''): void {
    this.resolve({ status: this.statusCode, headers: this.headers, body });
  }
}
