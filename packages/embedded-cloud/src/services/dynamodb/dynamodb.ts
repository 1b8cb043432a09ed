import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import {
  type DeclaredResource,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { DynamoEngine } from './engine';
import { deleteExpired } from './expiry';
import { addUnprocessed, splitBatch } from './partial-batch';
import { describeTimeToLive, type Table, toTable } from './table';
import { TableMetrics } from './table-metrics';
import { Fields } from '../../core/fields';

const SWEEP_MS = 60_000;
const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };

/** DynamoDB: dynalite on local files, with the expiry of items that it lacks. */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly throttlingCode = 'ProvisionedThroughputExceededException';
  readonly provisions = {
    'AWS::DynamoDB::Table': (resource: DeclaredResource) => this.provision(resource),
    'AWS::DynamoDB::GlobalTable': (resource: DeclaredResource) => this.provision(resource),
  };
  private readonly tables = new Map<string, Table>();
  private readonly published = new TableMetrics();
  private readonly engine: DynamoEngine;
  private readonly stopping = new AbortController();
  private sweeper: NodeJS.Timeout | undefined;
  private sweep: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
    private readonly now: () => number = Date.now,
  ) {
    this.engine = new DynamoEngine(join(surroundings.stateDir, 'dynamodb'));
  }

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
    status,
    headers: JSON_1_0,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }),
  });

  start(): void {
    this.sweeper = setInterval(() => {
      // One after the other: a sweep of large tables may take longer than the interval.
      this.sweep = this.sweep.then(() => this.expire()).catch(() => undefined);
    }, SWEEP_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    this.stopping.abort();
    await this.sweep;
    await this.engine.close();
  }

  /** Deletes the items whose time to live is over; runs every minute. Resolves to how many. */
  async expire(): Promise<number> {
    let deleted = 0;
    for (const table of this.tables.values()) {
      if (table.ttlAttribute === undefined) continue;
      deleted += await deleteExpired(this.engine, table, this.now(), this.stopping.signal);
    }
    return deleted;
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.published.take();
  }

  /** Of which table, and whether it was a read, the call would have told: it counts as a write to every table. */
  noteThrottle(): void {
    this.published.throttled();
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const operation = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
    const declared = operation === 'DescribeTimeToLive' ? this.timeToLive(request.body.toString()) : undefined;
    if (declared) return { status: 200, headers: JSON_1_0, body: JSON.stringify(declared) };
    const startedAt = performance.now();
    const answer = operation === 'BatchWriteItem' ? await this.writeBatch(request) : await this.engine.pass(request);
    if (answer.status < 400) {
      this.published.succeeded(operation, request.body.toString(), performance.now() - startedAt);
    }
    return answer;
  }

  /** Items expire here by what the table declares, of which the engine knows nothing; undefined where there is no such table. */
  private timeToLive(input: string): JsonObject | undefined {
    const table = this.tables.get(Fields.parse(input).optionalString('TableName') ?? '');
    return table && describeTimeToLive(table);
  }

  private async writeBatch(request: HttpRequest): Promise<HttpResponse> {
    const split = splitBatch(request.body.toString(), () => this.faults.strikes(this.name, 'partial'));
    if (!split) return this.engine.pass(request);
    const { input, unprocessed } = split;
    for (const [table, items] of Object.entries(unprocessed)) this.published.throttled(table, items.length);
    if (!input) return { status: 200, headers: JSON_1_0, body: addUnprocessed('{}', unprocessed) };
    const { status, body } = await this.engine.pass({ ...request, body: Buffer.from(JSON.stringify(input)) });
    const answer = String(body);
    // Without dynalite's headers: its length and checksum are not this answer's.
    return { status, headers: JSON_1_0, body: status < 400 ? addUnprocessed(answer, unprocessed) : answer };
  }

  private async provision(resource: DeclaredResource): Promise<ProvisionedResource> {
    const table = toTable(resource);
    await this.create(table);
    this.tables.set(table.name, table);
    this.published.add(table.name);
    const { region, accountId } = this.surroundings;
    return { ref: table.name, attributes: { Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${table.name}` } };
  }

  /** Finds the table of an earlier run, or creates it and waits until it can be used. */
  private async create({ name, creation, keyNames }: Table): Promise<void> {
    await this.engine.call('CreateTable', creation).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.code !== 'ResourceInUseException') throw error;
    });
    for (;;) {
      const table = (await this.engine.call('DescribeTable', { TableName: name })).object('Table');
      const kept = table?.objects('KeySchema').map((key) => key.string('AttributeName'));
      if (kept?.join() !== keyNames.join()) {
        throw new ServiceError(
          'ValidationException',
          `${name} is kept with another key: ${kept?.join(', ') ?? 'none'}.`,
        );
      }
      if (table?.string('TableStatus') === 'ACTIVE') return;
      await new Promise(setImmediate);
    }
  }
}
