import type { JsonObject } from '../../core/service';
import type { Result } from './results';

/** The status of a statement; the last three are final. */
type Status = 'SUBMITTED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** One SQL statement of a request; a batch has several. */
interface Part {
  readonly sql: string;
  status: Status;
  rows: number;
  result: Result | undefined;
}

/** A request to execute one statement or a batch, with its status and results. */
export interface Statement {
  readonly id: string;
  readonly isBatch: boolean;
  readonly workgroup: string;
  readonly database: string;
  readonly secretArn: string | undefined;
  /** The user id of the caller; undefined for the administrator. */
  readonly owner: string | undefined;
  /** Epoch ms. */
  readonly createdAt: number;
  updatedAt: number;
  durationMs: number;
  status: Status;
  error: string | undefined;
  readonly parts: readonly Part[];
  readonly cancel: AbortController;
}

/** Whether the statement has ended. */
export const isFinal = ({ status }: Statement): boolean => !['SUBMITTED', 'STARTED'].includes(status);

/** The response of DescribeStatement. */
export const describeStatement = (statement: Statement): JsonObject => {
  const { id, isBatch, parts, error, createdAt, updatedAt, durationMs, status } = statement;
  return {
    Id: id,
    Status: status,
    WorkgroupName: statement.workgroup,
    Database: statement.database,
    ...(statement.secretArn !== undefined && { SecretArn: statement.secretArn }),
    CreatedAt: createdAt / 1_000,
    UpdatedAt: updatedAt / 1_000,
    Duration: Math.round(durationMs * 1e6),
    ...(error !== undefined && { Error: error }),
    ...(isBatch
      ? { SubStatements: parts.map((part, index) => describePart(`${id}:${index + 1}`, part, statement)) }
      : { QueryString: parts[0]?.sql ?? '', ResultRows: parts[0]?.rows ?? -1 }),
    HasResultSet: parts.some(({ result }) => result !== undefined),
    ResultSize: parts.reduce((sum, { result }) => sum + (result ? sizeOf(result) : 0), 0),
  };
};

/** The size of the values as text, in bytes. */
const sizeOf = ({ rows }: Result): number => Buffer.byteLength(JSON.stringify(rows));

const describePart = (Id: string, { sql, status, rows, result }: Part, { createdAt, updatedAt }: Statement) => ({
  Id,
  QueryString: sql,
  Status: status,
  ResultRows: rows,
  HasResultSet: result !== undefined,
  CreatedAt: createdAt / 1_000,
  UpdatedAt: updatedAt / 1_000,
});
