import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import { ENGINE_VERSION } from './engine-version';
import type { Column } from './results';

/** The state of a query; the last three are final. */
type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One query execution, with everything that GetQueryExecution returns. */
export interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly workgroup: string;
  readonly database: string;
  /** The object with the rows: s3://bucket/key. */
  readonly outputLocation: string;
  readonly kind: string;
  readonly state: State;
  readonly reason: string | undefined;
  /** Epoch ms. */
  readonly submittedAt: number;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly scannedBytes: number;
  readonly columns: readonly Column[];
  /** The list of the objects that the statement wrote: s3://bucket/key. Undefined for statements that write none. */
  readonly manifestLocation: string | undefined;
}

/** The properties by which executions are listed. */
type ListEntry = Pick<Execution, 'workgroup' | 'submittedAt'>;

const toListEntry = ({ workgroup, submittedAt }: Execution): ListEntry => ({ workgroup, submittedAt });

/** Stores executions as files, so that clients find them also after a restart. */
export class ExecutionStore {
  private readonly running = new Map<string, Execution>();
  /** Undefined until the first list is requested, because reading many files takes time. */
  private entries: Map<string, ListEntry> | undefined;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /**
   * The execution with this id, or undefined. An execution that was running when an earlier process ended has failed.
   */
  get(id: string): Execution | undefined {
    const running = this.running.get(id);
    if (running) return running;
    if (!/^[\w-]+$/.test(id) || !existsSync(this.pathOf(id))) return undefined;
    const stored = read(this.pathOf(id));
    return isFinal(stored) ? stored : { ...stored, state: 'FAILED', reason: 'The embedded cloud was stopped.' };
  }

  put(execution: Execution): Execution {
    if (isFinal(execution)) this.running.delete(execution.id);
    else this.running.set(execution.id, execution);
    this.entries?.set(execution.id, toListEntry(execution));
    writeAtomically(this.pathOf(execution.id), JSON.stringify(execution));
    return execution;
  }

  /** The ids of a workgroup's executions, latest first. */
  idsIn(workgroup: string): readonly string[] {
    this.entries ??= new Map(this.readAll().map((execution) => [execution.id, toListEntry(execution)]));
    return [...this.entries]
      .filter(([, entry]) => entry.workgroup === workgroup)
      .sort(([, a], [, b]) => b.submittedAt - a.submittedAt)
      .map(([id]) => id);
  }

  private readAll(): readonly Execution[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => read(join(this.folder, name)));
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}

/** Whether the execution has ended. */
export const isFinal = ({ state }: Execution): boolean => state !== 'QUEUED' && state !== 'RUNNING';

const read = (path: string): Execution => {
  const fields = Fields.parse(readFileSync(path, 'utf8'));
  return {
    id: fields.string('id'),
    sql: fields.string('sql'),
    parameters: fields.strings('parameters'),
    workgroup: fields.string('workgroup'),
    database: fields.string('database'),
    outputLocation: fields.string('outputLocation'),
    kind: fields.string('kind'),
    state: fields.string('state') as State,
    reason: fields.optionalString('reason'),
    submittedAt: fields.number('submittedAt'),
    startedAt: fields.optionalNumber('startedAt'),
    completedAt: fields.optionalNumber('completedAt'),
    scannedBytes: fields.number('scannedBytes'),
    columns: fields.objects('columns').map((column) => ({ name: column.string('name'), type: column.string('type') })),
    manifestLocation: fields.optionalString('manifestLocation'),
  };
};

/** Whether a statement writes objects other than its result. */
export const writesObjects = ({ kind }: Pick<Execution, 'kind'>): boolean =>
  kind === 'unload' || kind === 'create-table-as';

/** StatementType: DML for statements that read tables, DDL for those that change the catalog, UTILITY for the others. */
export const statementTypeOf = ({ kind }: Execution): string => {
  if (kind === 'create-table-as' || kind === 'drop-table') return 'DDL';
  return kind === 'select' || kind === 'unload' ? 'DML' : 'UTILITY';
};

/** SubstatementType, such as SHOW_TABLES. */
const substatementTypeOf = ({ kind }: Execution): string =>
  kind === 'create-table-as' ? 'CREATE_TABLE_AS_SELECT' : kind.replace(/-io$/, '').replace('-', '_').toUpperCase();

/** The QueryExecution structure of the API. */
export const describeExecution = (execution: Execution) => ({
  QueryExecutionId: execution.id,
  Query: execution.sql,
  StatementType: statementTypeOf(execution),
  SubstatementType: substatementTypeOf(execution),
  WorkGroup: execution.workgroup,
  QueryExecutionContext: { Database: execution.database, Catalog: 'awsdatacatalog' },
  ResultConfiguration: {
    OutputLocation: execution.outputLocation,
    EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
  },
  ...(execution.parameters.length > 0 && { ExecutionParameters: execution.parameters }),
  EngineVersion: ENGINE_VERSION,
  Status: {
    State: execution.state,
    SubmissionDateTime: execution.submittedAt / 1_000,
    ...(execution.completedAt !== undefined && { CompletionDateTime: execution.completedAt / 1_000 }),
    ...(execution.reason !== undefined && { StateChangeReason: execution.reason }),
  },
  Statistics: {
    DataScannedInBytes: execution.scannedBytes,
    ...(execution.manifestLocation !== undefined && { DataManifestLocation: execution.manifestLocation }),
    EngineExecutionTimeInMillis: (execution.completedAt ?? Date.now()) - (execution.startedAt ?? execution.submittedAt),
    QueryQueueTimeInMillis: (execution.startedAt ?? execution.submittedAt) - execution.submittedAt,
    TotalExecutionTimeInMillis: (execution.completedAt ?? Date.now()) - execution.submittedAt,
  },
});
