import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import {
  type DeclaredResource,
  type HttpCall,
  type HttpRequest,
  type HttpResponse,
  type OpenedRequest,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { DynamoEngine } from './engine';
import { deleteExpired } from './expiry';
import { isFailedCondition, withFailedItem } from './failed-condition';
import { refuseDocumentOperands } from './document-operands';
import { dynamoDbInputs } from './inputs';
import { dynamoDbProperties } from './properties';
import { addUnprocessed, splitBatch } from './partial-batch';
import { dynamoDbPermissions } from './permissions';
import { type Table, toTable } from './table';
import { type TableBackend, tableCalls } from './table-calls';
import { TableMetrics } from './table-metrics';
import { TableSettingsStore } from './table-settings';
import { json } from '../../core/protocols/json';

const SWEEP_MS = 60_000;
const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };

/** DynamoDB: dynalite on local files, plus the expiry of items, which dynalite lacks. */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly throttlingCode = 'ProvisionedThroughputExceededException';
  readonly provisions = {
    'AWS::DynamoDB::Table': (resource: DeclaredResource) => this.provision(resource),
    'AWS::DynamoDB::GlobalTable': (resource: DeclaredResource) => this.provision(resource),
  };
  readonly inputs = dynamoDbInputs;
  readonly properties = dynamoDbProperties;
  readonly permissions: Permissions;
  private readonly tables = new Map<string, Table>();
  private readonly metrics = new TableMetrics();
  private readonly engine: DynamoEngine;
  private readonly backend: TableBackend;
  private readonly calls: Readonly<Record<string, Operation>>;
  private readonly stopping = new AbortController();
  private sweeper: NodeJS.Timeout | undefined;
  private sweep: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
    private readonly now: () => number = Date.now,
  ) {
    this.permissions = dynamoDbPermissions(surroundings);
    this.engine = new DynamoEngine(join(surroundings.stateDir, 'dynamodb'), surroundings.limits.itemBytes);
    const settings = new TableSettingsStore(this.engine.store);
    this.backend = { engine: this.engine, settings, declared: (name) => this.tables.get(name) };
    this.calls = tableCalls(this.backend);
  }

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
    status,
    headers: JSON_1_0,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }),
  });

  start(): void {
    this.sweeper = setInterval(() => {
      // Sweeps run one after the other, because a sweep of large tables may take longer than the interval.
      this.sweep = this.sweep.then(() => this.expire()).catch(() => undefined);
    }, SWEEP_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    this.stopping.abort();
    await this.sweep;
    await this.engine.close();
  }

  /** Deletes the expired items of every table; runs every minute. Resolves to their number. */
  async expire(): Promise<number> {
    let deleted = 0;
    const changed = await this.backend.settings.all();
    for (const name of new Set([...this.tables.keys(), ...changed.keys()])) {
      const { ttlAttribute } = changed.get(name) ?? this.tables.get(name) ?? {};
      if (ttlAttribute === undefined) continue;
      const table = { name, keyNames: await this.keyNamesOf(name), ttlAttribute };
      deleted += await deleteExpired(this.engine, table, this.now(), this.stopping.signal);
    }
    return deleted;
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.metrics.take();
  }

  /** The table and the kind of a throttled call are unknown here: it counts as a throttled write to every table. */
  noteThrottle(): void {
    this.metrics.throttled();
  }

  readonly openRequest = (request: HttpRequest): OpenedRequest => json('1.0').open(request, this);

  async handle(call: HttpCall): Promise<HttpResponse> {
    const { request, operation, input } = call;
    const run = Object.hasOwn(this.calls, operation) ? this.calls[operation] : undefined;
    if (run) return { status: 200, headers: JSON_1_0, body: JSON.stringify(await run(input)) };
    refuseDocumentOperands(input);
    const startedAt = performance.now();
    const answer = operation === 'BatchWriteItem' ? await this.writeBatch(call) : await this.engine.pass(request);
    if (answer.status < 400) this.metrics.succeeded(call, performance.now() - startedAt);
    if (!isFailedCondition(answer)) return answer;
    const body = await withFailedItem(this.engine, input, String(answer.body), (name) => this.keyNamesOf(name));
    return { status: answer.status, headers: JSON_1_0, body };
  }

  private async writeBatch({ request, input: batch }: HttpCall): Promise<HttpResponse> {
    const split = splitBatch(batch, () => this.faults.strikes(this.name, 'partial'));
    if (!split) return this.engine.pass(request);
    const { input, unprocessed } = split;
    for (const [table, items] of Object.entries(unprocessed)) this.metrics.throttled(table, items.length);
    if (!input) return { status: 200, headers: JSON_1_0, body: addUnprocessed('{}', unprocessed) };
    const { status, body } = await this.engine.pass({ ...request, body: Buffer.from(JSON.stringify(input)) });
    const answer = String(body);
    // Dynalite's headers are omitted, because its length and checksum do not match the changed body.
    return { status, headers: JSON_1_0, body: status < 400 ? addUnprocessed(answer, unprocessed) : answer };
  }

  private async provision(resource: DeclaredResource): Promise<ProvisionedResource> {
    const table = toTable(resource);
    await this.create(table);
    this.tables.set(table.name, table);
    this.metrics.add(table.name);
    const { region, accountId } = this.surroundings;
    const { name, encryptionKey } = table;
    return { ref: name, attributes: { Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}` }, encryptionKey };
  }

  private async keyNamesOf(name: string): Promise<readonly string[]> {
    const table = (await this.engine.call('DescribeTable', { TableName: name })).object('Table');
    return table?.objects('KeySchema').map((key) => key.string('AttributeName')) ?? [];
  }

  /** Creates the table, unless an earlier run created it, and waits until it is active. */
  private async create({ name, creation, keyNames }: Table): Promise<void> {
    await this.engine.call('CreateTable', creation).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.code !== 'ResourceInUseException') throw error;
    });
    for (;;) {
      const table = (await this.engine.call('DescribeTable', { TableName: name })).object('Table');
      const existing = table?.objects('KeySchema').map((key) => key.string('AttributeName'));
      if (existing?.join() !== keyNames.join()) {
        const problem = `The table ${name} exists with a different key: ${existing?.join(', ') ?? 'none'}.`;
        throw new ServiceError('ValidationException', problem);
      }
      if (table?.string('TableStatus') === 'ACTIVE') return;
      await new Promise(setImmediate);
    }
  }
}
