import type { JsonObject } from '../../core/service';
import type { Result } from './results';

/** Where a statement stands; the last three are for good. */
type Status = 'SUBMITTED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** One SQL text of a statement: a batch has several. */
interface Part {
  readonly sql: string;
  status: Status;
  rows: number;
  result: Result | undefined;
}

/** What was handed in, from then on until it is forgotten. */
export interface Statement {
  readonly id: string;
  readonly isBatch: boolean;
  readonly workgroup: string;
  readonly database: string;
  readonly secretArn: string | undefined;
  /** Epoch ms. */
  readonly createdAt: number;
  updatedAt: number;
  durationMs: number;
  status: Status;
  error: string | undefined;
  readonly parts: readonly Part[];
  readonly cancel: AbortController;
}

/** Whether nothing about it changes any more. */
export const isOver = ({ status }: Statement): boolean => !['SUBMITTED', 'STARTED'].includes(status);

/** DescribeStatement. */
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

/** Of its values as text, bytes. */
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
