import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { ObjectFiles } from '../../core/ports';
import {
  type Caller,
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import type { AccessControl, RoleSession } from '../../core/iam';
import { ComputeMetrics } from './compute-metrics';
import { listStatements, listTables } from './list-calls';
import { redshiftDataPermissions } from './permissions';
import { limitResult, toColumnMetadata, toRecords } from './results';
import { describeStatement, isFinal, type Statement } from './statement';
import { batchSql, boundSql, invalid, limitStatement, userIdOf } from './requests';
import { StatementHistory } from './statement-history';
import { WarehouseFile } from './warehouse-file';
import { redshiftDataInputs } from './inputs';
import { redshiftDataProperties } from './properties';

const ROWS_PER_PAGE = 1_000;

/** The services that the Redshift Data API uses. */
export interface RedshiftDataProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  readonly objects: ObjectFiles;
  readonly access: AccessControl;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

interface Namespace {
  readonly file: WarehouseFile;
  readonly database: string;
  readonly adminSecret: string;
}

interface Workgroup {
  readonly arn: string;
  readonly namespace: Namespace;
  readonly baseRpus: number;
}

/**
 * Redshift Serverless through its Data API, with a DuckDB file per namespace. Callers with the administrator's secret
 * may write; the others are readers.
 */
export class RedshiftData implements Service {
  readonly name = 'redshift-data';
  readonly inputs = redshiftDataInputs;
  readonly properties = redshiftDataProperties;
  readonly operations: Readonly<Record<string, Operation>> = {
    ExecuteStatement: (input, caller) => this.submit(new Fields(input), [boundSql(new Fields(input))], false, caller),
    BatchExecuteStatement: (input, caller) => this.submit(new Fields(input), batchSql(new Fields(input)), true, caller),
    DescribeStatement: (input) => describeStatement(this.history.find(new Fields(input).string('Id'))),
    GetStatementResult: (input) => this.getResult(new Fields(input)),
    ListStatements: (input) => listStatements(this.history.all, new Fields(input)),
    ListTables: (input) => this.listTables(new Fields(input)),
    CancelStatement: (input) => this.cancel(this.history.find(new Fields(input).string('Id'))),
  };
  readonly permissions: Permissions = redshiftDataPermissions({
    workgroupArn: (name) => this.workgroup(name).arn,
    ownerOf: (id) => this.history.find(id).owner,
    secretArn: (secret) => this.secretArn(secret),
  });
  readonly provisions = {
    'AWS::RedshiftServerless::Namespace': (resource: DeclaredResource) => this.provisionNamespace(resource),
    'AWS::RedshiftServerless::Workgroup': (resource: DeclaredResource) => this.provisionWorkgroup(resource),
  };

  private readonly namespaces = new Map<string, Namespace>();
  private readonly workgroups = new Map<string, Workgroup>();
  private readonly now: () => number;
  private readonly history: StatementHistory;
  private readonly byToken = new Map<string, string>();
  private readonly running = new Set<Promise<void>>();
  private readonly published = new ComputeMetrics();

  constructor(private readonly props: RedshiftDataProps) {
    this.now = props.now ?? Date.now;
    this.history = new StatementHistory(props.surroundings.limits, this.now);
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return this.published.take();
  }

  /** Cancels running statements, and closes the files. */
  async stop(): Promise<void> {
    for (const { cancel } of this.history.all) cancel.abort();
    await Promise.all(this.running);
    for (const { file } of this.namespaces.values()) await file.close();
  }

  private submit(input: Fields, sqls: readonly string[], isBatch: boolean, caller: Caller): JsonObject {
    const { statementBytes } = this.props.surroundings.limits;
    for (const sql of sqls) limitStatement(sql, statementBytes);
    const token = input.optionalString('ClientToken');
    const repeated = token === undefined ? undefined : this.byToken.get(token);
    const { workgroup, database, secretArn, namespace, baseRpus } = this.session(input);
    const id = repeated ?? randomUUID();
    const now = this.now();
    const answer = { Id: id, WorkgroupName: workgroup, Database: database, CreatedAt: now / 1_000 };
    if (repeated !== undefined) return answer;
    if (token !== undefined) this.byToken.set(token, id);
    const statement: Statement = {
      ...{ id, isBatch, workgroup, database, secretArn, createdAt: now, updatedAt: now, durationMs: 0 },
      ...{ status: 'SUBMITTED', error: undefined, cancel: new AbortController() },
      owner: userIdOf(caller),
      parts: sqls.map((sql) => ({ sql, status: 'SUBMITTED', rows: -1, result: undefined })),
    };
    this.history.add(statement);
    const run = this.run(statement, namespace, baseRpus).finally(() => this.running.delete(run));
    this.running.add(run);
    return answer;
  }

  /** The namespace and the rights of a request: without a secret, the caller is a reader. */
  private session(input: Fields) {
    const [workgroup, database] = [input.string('WorkgroupName'), input.string('Database')];
    const { namespace, baseRpus } = this.workgroup(workgroup);
    if (database !== namespace.database) throw invalid(`FATAL: database "${database}" does not exist`);
    const secretArn = input.optionalString('SecretArn');
    if (secretArn !== undefined && secretArn !== namespace.adminSecret) {
      throw invalid(`The secret ${secretArn} is not the administrator's secret.`);
    }
    return { workgroup, database, secretArn, namespace, baseRpus };
  }

  private async listTables(input: Fields): Promise<JsonObject> {
    const { namespace, secretArn } = this.session(input);
    return listTables(await namespace.file.relations(), input, secretArn === undefined);
  }

  private async run(statement: Statement, { file, database }: Namespace, baseRpus: number): Promise<void> {
    const startedAt = performance.now();
    statement.status = 'STARTED';
    try {
      const outcomes = await file.run(
        statement.parts.map(({ sql }) => sql),
        { signal: statement.cancel.signal, before: this.injectFault, isReader: statement.secretArn === undefined },
      );
      for (const { result } of outcomes) if (result) limitResult(result, this.props.surroundings.limits);
      for (const [index, part] of statement.parts.entries()) {
        Object.assign(part, outcomes[index], { status: 'FINISHED' });
      }
      statement.status = 'FINISHED';
    } catch (error) {
      statement.status = statement.cancel.signal.aborted ? 'ABORTED' : 'FAILED';
      statement.error = `ERROR: ${error instanceof Error ? error.message : String(error)}`;
      for (const part of statement.parts) part.status = statement.status;
    }
    statement.durationMs = performance.now() - startedAt;
    statement.updatedAt = this.now();
    this.published.add(statement.workgroup, database, baseRpus, statement.durationMs);
  }

  /** While the fault `partial` is injected, a transaction fails after one of its statements. */
  private readonly injectFault = (index: number): void => {
    if (index > 0 && this.props.faults.strikes('redshift-data', 'partial')) throw new Error('Injected fault: partial.');
  };

  private getResult(input: Fields): JsonObject {
    const result = this.history.resultOf(input.string('Id'));
    const from = Number(input.optionalString('NextToken') ?? 0);
    const next = from + ROWS_PER_PAGE;
    return {
      ColumnMetadata: toColumnMetadata(result),
      Records: toRecords(result, result.rows.slice(from, next)),
      TotalNumRows: result.rows.length,
      ...(next < result.rows.length && { NextToken: String(next) }),
    };
  }

  private cancel(statement: Statement): JsonObject {
    if (isFinal(statement)) throw invalid(`Could not cancel a query that is already in ${statement.status} state.`);
    statement.cancel.abort();
    return { Status: true };
  }

  /** A session of a role for COPY: the namespace must list the role. */
  private assume(namespace: string, roles: readonly string[], roleArn: string): RoleSession | undefined {
    const session = this.props.access.assume(roleArn, {
      service: 'redshift.amazonaws.com',
      sessionName: namespace,
    });
    if (!session || roles.includes(roleArn)) return session;
    throw invalid(`UnauthorizedException: The role ${roleArn} is not associated with the namespace ${namespace}.`);
  }

  /** Secrets Manager appends six characters, here always the same, to the name of the secret that Redshift creates. */
  private secretArn(secret: string): string {
    const { region, accountId } = this.props.surroundings;
    return secret.startsWith('arn:') ? secret : `arn:aws:secretsmanager:${region}:${accountId}:secret:${secret}-Ab12Cd`;
  }

  private workgroup(name: string): Workgroup {
    const workgroup = this.workgroups.get(name);
    if (!workgroup) throw invalid(`Redshift endpoint doesn't exist in this region: ${name}.`);
    return workgroup;
  }

  private provisionNamespace({ properties, stack }: DeclaredResource): ProvisionedResource {
    const fields = new Fields(properties);
    const name = fields.string('NamespaceName');
    const { accountId, region, stateDir } = this.props.surroundings;
    const adminSecret = `redshift!${name}-${fields.optionalString('AdminUsername') ?? 'admin'}`;
    const roles = fields.strings('IamRoles');
    const assume = (roleArn: string): RoleSession | undefined => this.assume(name, roles, roleArn);
    const file = new WarehouseFile(join(stateDir, 'redshift', `${name}.duckdb`), this.props.objects, assume);
    this.namespaces.set(name, { file, database: fields.optionalString('DbName') ?? 'dev', adminSecret });
    const arn = `arn:aws:redshift-serverless:${region}:${accountId}:namespace/${stack}-${name}`;
    return { ref: name, attributes: { 'Namespace.NamespaceArn': arn } };
  }

  private provisionWorkgroup({ properties, stack }: DeclaredResource): ProvisionedResource {
    const fields = new Fields(properties);
    const name = fields.string('WorkgroupName');
    const namespace = this.namespaces.get(fields.string('NamespaceName'));
    if (!namespace) throw invalid(`Namespace ${fields.string('NamespaceName')} does not exist.`);
    const { accountId, region } = this.props.surroundings;
    const arn = `arn:aws:redshift-serverless:${region}:${accountId}:workgroup/${stack}-${name}`;
    this.workgroups.set(name, { arn, namespace, baseRpus: fields.optionalNumber('BaseCapacity') ?? 128 });
    return { ref: name, attributes: { 'Workgroup.WorkgroupArn': arn } };
  }
}
