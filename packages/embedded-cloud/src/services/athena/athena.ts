import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { ObjectFiles, ObjectWriter, PartitionCatalog } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  type Surroundings,
} from '../../core/service';
import { catalogCalls } from './catalog-calls';
import { readCatalogStatement } from './catalog-statement';
import { type Execution, ExecutionStore } from './execution';
import { executionCalls, executionOf } from './execution-calls';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';
import { objectAt, QueryRunner } from './query-runner';
import { parseCsv, type Row, toColumnInfo, toDatums } from './results';
import { bindStatement, readStatement } from './sql-text';
import { PRIMARY, type Workgroup } from './workgroup';
import { Workgroups } from './workgroups';
import { Fields } from '../../core/fields';

const MAX_RESULTS = 1_000;
/** Of a file whose rows GetQueryResults holds, as long as it is asked for them. */
const MOST_RESULT_BYTES = 128 * 1024 * 1024;
const MOST_NAMED_QUERIES = 50;

/** What Athena needs besides its surroundings. */
export interface AthenaProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles & ObjectWriter;
}

interface NamedQuery {
  readonly id: string;
  readonly workgroup: string;
  readonly properties: Fields;
}

/** Athena: SELECT, UNLOAD and EXPLAIN over the catalog's tables, by DuckDB, a database of its own for each query. */
export class Athena implements Service {
  readonly name = 'athena';
  readonly contentType = 'application/x-amz-json-1.1';
  readonly throttlingCode = 'TooManyRequestsException';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly provisions = {
    'AWS::Athena::WorkGroup': (resource: DeclaredResource) => this.workgroups.provision(resource),
    'AWS::Athena::NamedQuery': (resource: DeclaredResource) => this.provisionNamedQuery(resource),
  };

  private readonly workgroups = new Workgroups();
  private readonly namedQueries = new Map<string, NamedQuery>();
  private readonly store: ExecutionStore;
  private readonly runner: QueryRunner;
  private lastRead: { readonly id: string; readonly rows: readonly Row[] } | undefined;

  constructor(private readonly props: AthenaProps) {
    this.store = new ExecutionStore(join(props.surroundings.stateDir, 'athena'));
    this.runner = new QueryRunner(props, this.store);
    this.operations = {
      StartQueryExecution: (input) => this.startQuery(new Fields(input)),
      GetQueryResults: (input) => this.getResults(new Fields(input)),
      StopQueryExecution: (input) => this.stopQuery(new Fields(input)),
      ListNamedQueries: (input) => this.listNamedQueries(new Fields(input)),
      GetNamedQuery: (input) => ({ NamedQuery: this.namedQuery(new Fields(input).string('NamedQueryId')) }),
      BatchGetNamedQuery: (input) => this.batchNamedQueries(new Fields(input).strings('NamedQueryIds')),
      ...executionCalls(this.store, this.workgroups),
      ...catalogCalls(props.catalog),
      ...this.workgroups.operations,
    };
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.runner.published.take();
  }

  async stop(): Promise<void> {
    await this.runner.stopAll();
  }

  private startQuery(input: Fields): JsonObject {
    const token = input.optionalString('ClientRequestToken');
    const sql = input.string('QueryString');
    const workgroup = this.workgroups.get(input.optionalString('WorkGroup'));
    const parameters = input.strings('ExecutionParameters');
    const id = token === undefined ? randomUUID() : idOfToken(token);
    const former = this.store.get(id);
    if (former) {
      const isSame =
        former.sql === sql &&
        former.workgroup === workgroup.name &&
        JSON.stringify(former.parameters) === JSON.stringify(parameters);
      if (!isSame) throw invalidRequest('Idempotent parameters do not match.');
      return { QueryExecutionId: id };
    }
    const bound = bindStatement(sql, parameters);
    const statement = readCatalogStatement(bound) ?? readStatement(bound);
    const suffix = 'select' in statement ? 'csv' : 'txt';
    this.store.put({
      id,
      sql,
      parameters,
      workgroup: workgroup.name,
      database: input.object('QueryExecutionContext')?.optionalString('Database')?.toLowerCase() ?? '',
      outputLocation: `${toOutputLocation(input, workgroup)}${id}.${suffix}`,
      kind: statement.kind,
      state: 'QUEUED',
      reason: undefined,
      submittedAt: Date.now(),
      startedAt: undefined,
      completedAt: undefined,
      scannedBytes: 0,
      columns: [],
    });
    this.runner.submit(id, statement, workgroup.cutoffBytes);
    return { QueryExecutionId: id };
  }

  private getResults(input: Fields): JsonObject {
    const execution = executionOf(this.store, input);
    if (execution.state !== 'SUCCEEDED') {
      throw invalidRequest(`Query has not yet finished, or did not succeed. Current state: ${execution.state}`);
    }
    const { items, next } = pageOf(this.rowsOf(execution), input, MAX_RESULTS);
    return {
      ResultSet: {
        Rows: items.map(toDatums),
        ResultSetMetadata: { ColumnInfo: execution.columns.map(toColumnInfo) },
      },
      ...next,
    };
  }

  /** Pages are asked for one after the other: the rows of the last query read are kept. */
  private rowsOf({ id, kind, outputLocation }: Execution): readonly Row[] {
    if (kind === 'unload') return [];
    if (this.lastRead?.id !== id) {
      const { bucket, key } = objectAt(outputLocation);
      const [file] = this.props.objects.files(bucket, key);
      if (!file) throw invalidRequest(`The results at ${outputLocation} are gone.`);
      if (file.size > MOST_RESULT_BYTES)
        throw invalidRequest(`The results are too many to be told here: read ${outputLocation}.`);
      this.lastRead = { id, rows: rowsIn(readFileSync(file.path, 'utf8'), key) };
    }
    return this.lastRead.rows;
  }

  private stopQuery(input: Fields): JsonObject {
    this.runner.stop(executionOf(this.store, input));
    return {};
  }

  private listNamedQueries(input: Fields): JsonObject {
    const { name } = this.workgroups.get(input.optionalString('WorkGroup'));
    const ids = [...this.namedQueries.values()].filter(({ workgroup }) => workgroup === name).map(({ id }) => id);
    const { items, next } = pageOf(ids, input, MOST_NAMED_QUERIES);
    return { NamedQueryIds: items, ...next };
  }

  private batchNamedQueries(ids: readonly string[]): JsonObject {
    return {
      NamedQueries: ids.filter((id) => this.namedQueries.has(id)).map((id) => this.namedQuery(id)),
      UnprocessedNamedQueryIds: ids
        .filter((id) => !this.namedQueries.has(id))
        .map((id) => ({ NamedQueryId: id, ErrorCode: invalidRequest('').code, ErrorMessage: notFound(id) })),
    };
  }

  private namedQuery(id: string): JsonObject {
    const query = this.namedQueries.get(id);
    if (!query) throw invalidRequest(notFound(id));
    const { properties, workgroup } = query;
    return {
      NamedQueryId: id,
      Name: properties.optionalString('Name') ?? '',
      Description: properties.optionalString('Description') ?? '',
      Database: properties.string('Database'),
      QueryString: properties.string('QueryString'),
      WorkGroup: workgroup,
    };
  }

  private provisionNamedQuery(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const id = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 32);
    this.namedQueries.set(id, { id, properties, workgroup: properties.optionalString('WorkGroup') ?? PRIMARY.name });
    return { ref: id, attributes: { NamedQueryId: id } };
  }
}

const notFound = (id: string): string => `NamedQuery ${id} was not found`;

/** The same call has the same id, so that it finds its query after a restart, too. */
const idOfToken = (token: string): string => {
  if (token.length < 32 || token.length > 128)
    throw invalidRequest('ClientRequestToken must have 32 to 128 characters.');
  return createHash('sha256')
    .update(token)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
};

/** Text without a header is a value a line. */
const rowsIn = (text: string, key: string): readonly Row[] =>
  key.endsWith('.txt')
    ? text
        .split('\n')
        .slice(0, -1)
        .map((line) => [line])
    : parseCsv(text);

/** The workgroup's where it is enforced, else the caller's. */
const toOutputLocation = (input: Fields, { isEnforced, outputLocation }: Workgroup): string => {
  const asked = input.object('ResultConfiguration')?.optionalString('OutputLocation');
  const location = isEnforced ? outputLocation : (asked ?? outputLocation);
  if (location === undefined) {
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  if (!/^s3:\/\/[^/]+(\/|$)/.test(location)) throw invalidRequest(`outputLocation is not a valid S3 path: ${location}`);
  return location.endsWith('/') ? location : `${location}/`;
};
