import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '../faults';
import type { ObjectFiles, ObjectWriter, PartitionCatalog } from '../ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type ServiceMetric,
  type Surroundings,
} from '../service';
import { describeExecution, type Execution, ExecutionStore } from './athena/execution';
import { objectAt, QueryRunner } from './athena/query-runner';
import { parseCsv, type Row, toColumnInfo, toDatums } from './athena/results';
import { bindStatement, readStatement } from './athena/sql-text';
import { toWorkgroup, type Workgroup } from './athena/workgroup';
import { Fields } from './fields';

const ENGINE_VERSION = 'Athena engine version 3';
const MAX_RESULTS = 1_000;

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
  readonly operations: Readonly<Record<string, Operation>> = {
    StartQueryExecution: (input) => this.startQuery(new Fields(input)),
    GetQueryExecution: (input) => ({
      QueryExecution: describeExecution(this.execution(new Fields(input)), ENGINE_VERSION),
    }),
    GetQueryResults: (input) => this.getResults(new Fields(input)),
    StopQueryExecution: (input) => this.stopQuery(new Fields(input)),
    GetWorkGroup: (input) => ({ WorkGroup: describeWorkgroup(this.workgroup(new Fields(input).string('WorkGroup'))) }),
    ListWorkGroups: () => ({ WorkGroups: [...this.workgroups.values()].map(describeWorkgroup) }),
    ListNamedQueries: (input) => {
      const workgroup = new Fields(input).optionalString('WorkGroup') ?? 'primary';
      return {
        NamedQueryIds: [...this.namedQueries.values()]
          .filter((query) => query.workgroup === workgroup)
          .map(({ id }) => id),
      };
    },
    GetNamedQuery: (input) => ({ NamedQuery: this.namedQuery(new Fields(input).string('NamedQueryId')) }),
  };
  readonly provisions = {
    'AWS::Athena::WorkGroup': (resource: DeclaredResource) => this.provisionWorkgroup(resource),
    'AWS::Athena::NamedQuery': (resource: DeclaredResource) => this.provisionNamedQuery(resource),
  };

  private readonly workgroups = new Map<string, Workgroup>();
  private readonly namedQueries = new Map<string, NamedQuery>();
  private readonly store: ExecutionStore;
  private readonly runner: QueryRunner;
  private lastRead: { readonly id: string; readonly rows: readonly Row[] } | undefined;

  constructor(private readonly props: AthenaProps) {
    this.store = new ExecutionStore(join(props.surroundings.stateDir, 'athena'));
    this.runner = new QueryRunner(props, this.store);
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
    const workgroup = this.workgroup(input.optionalString('WorkGroup') ?? 'primary');
    const parameters = input.strings('ExecutionParameters');
    const id = token === undefined ? randomUUID() : idOfToken(token);
    const former = this.store.get(id);
    if (former) {
      const isSame =
        former.sql === sql &&
        former.workgroup === workgroup.name &&
        JSON.stringify(former.parameters) === JSON.stringify(parameters);
      if (!isSame) throw invalid('Idempotent parameters do not match.');
      return { QueryExecutionId: id };
    }
    const statement = readStatement(bindStatement(sql, parameters));
    this.store.put({
      id,
      sql,
      parameters,
      workgroup: workgroup.name,
      database: input.object('QueryExecutionContext')?.optionalString('Database')?.toLowerCase() ?? '',
      outputLocation: `${toOutputLocation(input, workgroup)}${id}.csv`,
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
    const execution = this.execution(input);
    if (execution.state !== 'SUCCEEDED') {
      throw invalid(`Query has not yet finished, or did not succeed. Current state: ${execution.state}`);
    }
    const rows = this.rowsOf(execution);
    const from = Number(input.optionalString('NextToken') ?? 0);
    const most = input.optionalNumber('MaxResults') ?? MAX_RESULTS;
    if (!Number.isInteger(from) || from < 0) throw invalid('NextToken is not one of this query.');
    if (!Number.isInteger(most) || most < 1 || most > MAX_RESULTS) throw invalid('MaxResults is 1 to 1000.');
    const page = rows.slice(from, from + most);
    const next = from + page.length;
    return {
      ResultSet: {
        Rows: page.map(toDatums),
        ResultSetMetadata: { ColumnInfo: execution.columns.map(toColumnInfo) },
      },
      ...(next < rows.length && { NextToken: String(next) }),
    };
  }

  /** Pages are asked for one after the other: the rows of the last query read are kept. */
  private rowsOf({ id, kind, outputLocation }: Execution): readonly Row[] {
    if (kind === 'unload') return [];
    if (this.lastRead?.id !== id) {
      const { bucket, key } = objectAt(outputLocation);
      const [file] = this.props.objects.files(bucket, key);
      if (!file) throw invalid(`The results at ${outputLocation} are gone.`);
      this.lastRead = { id, rows: parseCsv(readFileSync(file.path, 'utf8')) };
    }
    return this.lastRead.rows;
  }

  private stopQuery(input: Fields): JsonObject {
    this.runner.stop(this.execution(input));
    return {};
  }

  private execution(input: Fields): Execution {
    const id = input.string('QueryExecutionId');
    const execution = this.store.get(id);
    if (!execution) throw invalid(`QueryExecution ${id} was not found`);
    return execution;
  }

  private workgroup(name: string): Workgroup {
    const workgroup = this.workgroups.get(name);
    if (!workgroup) {
      throw invalid(`WorkGroup ${name} is not found; there are ${[...this.workgroups.keys()].join(', ')}.`);
    }
    return workgroup;
  }

  private namedQuery(id: string): JsonObject {
    const query = this.namedQueries.get(id);
    if (!query) throw invalid(`NamedQuery ${id} was not found`);
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

  private provisionWorkgroup(resource: DeclaredResource): ProvisionedResource {
    const workgroup = toWorkgroup(new Fields(resource.properties));
    this.workgroups.set(workgroup.name, workgroup);
    return { ref: workgroup.name, attributes: {} };
  }

  private provisionNamedQuery(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const id = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 32);
    this.namedQueries.set(id, { id, properties, workgroup: properties.optionalString('WorkGroup') ?? 'primary' });
    return { ref: id, attributes: { NamedQueryId: id } };
  }
}

/** The same call has the same id, so that it finds its query after a restart, too. */
const idOfToken = (token: string): string => {
  if (token.length < 32 || token.length > 128) throw invalid('ClientRequestToken must have 32 to 128 characters.');
  return createHash('sha256')
    .update(token)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
};

/** The workgroup's where it is enforced, else the caller's. */
const toOutputLocation = (input: Fields, { isEnforced, outputLocation }: Workgroup): string => {
  const asked = input.object('ResultConfiguration')?.optionalString('OutputLocation');
  const location = isEnforced ? outputLocation : (asked ?? outputLocation);
  if (location === undefined) throw invalid('No output location provided, by the workgroup or by the query.');
  return location.endsWith('/') ? location : `${location}/`;
};

const describeWorkgroup = ({ name, description, configuration }: Workgroup): JsonObject => ({
  Name: name,
  Description: description,
  State: 'ENABLED',
  Configuration: configuration.all,
  EngineVersion: { SelectedEngineVersion: ENGINE_VERSION, EffectiveEngineVersion: ENGINE_VERSION },
});

const invalid = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
