import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Caller,
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type Service,
  type ServiceMetric,
} from '../../core/service';
import type { AthenaProps } from './athena-props';
import { catalogCalls } from './catalog-calls';
import { type CatalogStatement, readCatalogStatement } from './catalog-statement';
import { type Execution, ExecutionStore, writesObjects } from './execution';
import { executionCalls, executionOf } from './execution-calls';
import { invalidRequest, limitQuery } from './invalid-request';
import { NamedQueries } from './named-queries';
import { pageOf } from './page';
import { athenaPermissions } from './permissions';
import { objectAt, QueryRunner } from './query-runner';
import { parseCsv, type Row, toColumnInfo, toDatums } from './results';
import { bindStatement, readStatement, type Statement } from './sql-text';
import type { Workgroup } from './workgroup';
import { Workgroups } from './workgroups';
import { Fields } from '../../core/fields';
import { athenaInputs } from './inputs';
import { athenaProperties } from './properties';

const RESULTS_PER_PAGE = 1_000;
/** The largest result file that GetQueryResults reads into memory. */
const MAX_RESULT_BYTES = 128 * 1024 * 1024;

/** Athena. Runs SELECT, UNLOAD and EXPLAIN over the catalog's tables on DuckDB, each query in its own database. */
export class Athena implements Service {
  readonly name = 'athena';
  readonly throttlingCode = 'TooManyRequestsException';
  readonly inputs = athenaInputs;
  readonly properties = athenaProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
  readonly provisions = {
    'AWS::Athena::WorkGroup': (resource: DeclaredResource) => this.workgroups.provision(resource),
    'AWS::Athena::NamedQuery': (resource: DeclaredResource) => this.namedQueries.provision(resource),
  };

  private readonly workgroups = new Workgroups();
  private readonly namedQueries = new NamedQueries(this.workgroups);
  private readonly store: ExecutionStore;
  private readonly runner: QueryRunner;
  private lastRead: { readonly id: string; readonly rows: readonly Row[] } | undefined;

  constructor(private readonly props: AthenaProps) {
    this.store = new ExecutionStore(join(props.surroundings.stateDir, 'athena'));
    this.runner = new QueryRunner(props, this.store);
    this.permissions = athenaPermissions({
      account: props.surroundings,
      executionOf: (id) => executionOf(this.store, new Fields({ QueryExecutionId: id })),
      workgroupOfQuery: (id) => this.namedQueries.workgroupOf(id),
    });
    this.operations = {
      StartQueryExecution: (input, caller) => this.startQuery(new Fields(input), caller),
      GetQueryResults: (input) => this.getResults(new Fields(input)),
      StopQueryExecution: (input) => this.stopQuery(new Fields(input)),
      ...executionCalls(this.store, this.workgroups),
      ...catalogCalls(props.catalog),
      ...this.workgroups.operations,
      ...this.namedQueries.operations,
    };
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.runner.published.take();
  }

  async stop(): Promise<void> {
    await this.runner.stopAll();
  }

  private startQuery(input: Fields, caller: Caller): JsonObject {
    const token = input.optionalString('ClientRequestToken');
    const sql = input.string('QueryString');
    limitQuery(sql, this.props.surroundings.limits);
    const workgroup = this.workgroups.get(input.optionalString('WorkGroup'));
    const parameters = input.strings('ExecutionParameters');
    const id = token === undefined ? randomUUID() : idOfToken(token);
    const earlier = this.store.get(id);
    if (earlier) {
      const isSame =
        earlier.sql === sql &&
        earlier.workgroup === workgroup.name &&
        JSON.stringify(earlier.parameters) === JSON.stringify(parameters);
      if (!isSame) throw invalidRequest('Idempotent parameters do not match.');
      return { QueryExecutionId: id };
    }
    const bound = bindStatement(sql, parameters);
    const statement = readCatalogStatement(bound) ?? readStatement(bound);
    const outputLocation = toOutputLocation(input, workgroup) + nameOfOutput(id, statement, workgroup);
    const { bucket } = objectAt(outputLocation);
    caller?.check({ action: 's3:GetBucketLocation', resource: `arn:aws:s3:::${bucket}` });
    this.store.put({
      id,
      sql,
      parameters,
      workgroup: workgroup.name,
      database: input.object('QueryExecutionContext')?.optionalString('Database')?.toLowerCase() ?? '',
      outputLocation,
      kind: statement.kind,
      state: 'QUEUED',
      reason: undefined,
      submittedAt: Date.now(),
      startedAt: undefined,
      completedAt: undefined,
      scannedBytes: 0,
      columns: [],
      manifestLocation: undefined,
    });
    this.runner.submit({ id, statement, cutoffBytes: workgroup.cutoffBytes, caller });
    return { QueryExecutionId: id };
  }

  private getResults(input: Fields): JsonObject {
    const execution = executionOf(this.store, input);
    if (execution.state !== 'SUCCEEDED') {
      throw invalidRequest(`Query has not yet finished, or did not succeed. Current state: ${execution.state}`);
    }
    const { resultPageRows } = this.props.surroundings.limits;
    const { items, next } = pageOf(this.rowsOf(execution), input, resultPageRows, RESULTS_PER_PAGE);
    return {
      ResultSet: {
        Rows: items.map(toDatums),
        ResultSetMetadata: { ColumnInfo: execution.columns.map(toColumnInfo) },
      },
      ...next,
    };
  }

  /** Clients read a result page by page, so the rows of the query that was read last stay in memory. */
  private rowsOf({ id, kind, outputLocation }: Execution): readonly Row[] {
    if (writesObjects({ kind })) return [];
    if (this.lastRead?.id !== id) {
      const { bucket, key } = objectAt(outputLocation);
      const [file] = this.props.objects.files(bucket, key);
      if (!file) throw invalidRequest(`The results at ${outputLocation} no longer exist.`);
      if (file.size > MAX_RESULT_BYTES) {
        throw invalidRequest(`The results are too large for GetQueryResults: read ${outputLocation} instead.`);
      }
      this.lastRead = { id, rows: rowsIn(readFileSync(file.path, 'utf8'), key) };
    }
    return this.lastRead.rows;
  }

  private stopQuery(input: Fields): JsonObject {
    this.runner.stop(executionOf(this.store, input));
    return {};
  }
}

/** Derives the id from the token, so that a repeated call finds its query also after a restart. */
const idOfToken = (token: string): string => {
  if (token.length < 32 || token.length > 128) {
    throw invalidRequest('ClientRequestToken must have 32 to 128 characters.');
  }
  return createHash('sha256')
    .update(token)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
};

/** The rows of a result file: a `.txt` file has one value per line and no header, the others are CSV. */
const rowsIn = (text: string, key: string): readonly Row[] =>
  key.endsWith('.txt')
    ? text
        .split('\n')
        .slice(0, -1)
        .map((line) => [line])
    : parseCsv(text);

/** The name of a result below the output location. Throws when the workgroup does not let a table choose its folder. */
const nameOfOutput = (id: string, statement: Statement | CatalogStatement, { isEnforced }: Workgroup): string => {
  if (statement.kind !== 'create-table-as') return `${id}.${'select' in statement ? 'csv' : 'txt'}`;
  if (isEnforced && statement.options.has('external_location')) {
    throw invalidRequest(
      "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.",
    );
  }
  return `tables/${id}`;
};

/** The output location of the workgroup when the workgroup enforces it, otherwise that of the request. */
const toOutputLocation = (input: Fields, { isEnforced, outputLocation }: Workgroup): string => {
  const requested = input.object('ResultConfiguration')?.optionalString('OutputLocation');
  const location = isEnforced ? outputLocation : (requested ?? outputLocation);
  if (location === undefined) {
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  if (!/^s3:\/\/[^/]+(\/|$)/.test(location)) throw invalidRequest(`outputLocation is not a valid S3 path: ${location}`);
  return location.endsWith('/') ? location : `${location}/`;
};
