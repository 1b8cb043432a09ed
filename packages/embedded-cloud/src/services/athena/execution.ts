import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import { ENGINE_VERSION } from './engine-version';
import type { Column } from './results';

/** Where a query stands; the last three are for good. */
type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One query from its start to its end, as GetQueryExecution tells it. */
export interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly workgroup: string;
  readonly database: string;
  /** Of the object with its rows: s3://bucket/key. */
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
}

/** What a list of executions needs of each. */
type Listed = Pick<Execution, 'workgroup' | 'submittedAt'>;

const toListed = ({ workgroup, submittedAt }: Execution): Listed => ({ workgroup, submittedAt });

/** Executions as files, so that a client finds after a restart what it asked for before. */
export class ExecutionStore {
  private readonly running = new Map<string, Execution>();
  /** Undefined until somebody asks for a list: there may be many files. */
  private listed: Map<string, Listed> | undefined;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Undefined where there never was one; one that an earlier process left running has failed. */
  get(id: string): Execution | undefined {
    const running = this.running.get(id);
    if (running) return running;
    if (!/^[\w-]+$/.test(id) || !existsSync(this.pathOf(id))) return undefined;
    const kept = read(this.pathOf(id));
    return isOver(kept) ? kept : { ...kept, state: 'FAILED', reason: 'The embedded cloud was stopped.' };
  }

  put(execution: Execution): Execution {
    if (isOver(execution)) this.running.delete(execution.id);
    else this.running.set(execution.id, execution);
    this.listed?.set(execution.id, toListed(execution));
    writeAtomically(this.pathOf(execution.id), JSON.stringify(execution));
    return execution;
  }

  /** Of a workgroup, the latest first. */
  idsIn(workgroup: string): readonly string[] {
    this.listed ??= new Map(this.readAll().map((execution) => [execution.id, toListed(execution)]));
    return [...this.listed]
      .filter(([, listed]) => listed.workgroup === workgroup)
      .sort(([, one], [, other]) => other.submittedAt - one.submittedAt)
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

/** Whether nothing about it changes any more. */
export const isOver = ({ state }: Execution): boolean => state !== 'QUEUED' && state !== 'RUNNING';

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
  };
};

/** What AWS calls the kind of a statement: those that read tables, and the others, of which none changes anything here. */
export const statementTypeOf = ({ kind }: Execution): string =>
  kind === 'select' || kind === 'unload' ? 'DML' : 'UTILITY';

/** QueryExecution. */
export const describeExecution = (execution: Execution) => ({
  QueryExecutionId: execution.id,
  Query: execution.sql,
  StatementType: statementTypeOf(execution),
  SubstatementType: execution.kind.replace(/-io$/, '').replace('-', '_').toUpperCase(),
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
    EngineExecutionTimeInMillis: (execution.completedAt ?? Date.now()) - (execution.startedAt ?? execution.submittedAt),
    QueryQueueTimeInMillis: (execution.startedAt ?? execution.submittedAt) - execution.submittedAt,
    TotalExecutionTimeInMillis: (execution.completedAt ?? Date.now()) - execution.submittedAt,
  },
});
