import { interruptOnAbort } from '../../duckdb/interrupt';
import type { ObjectWriter } from '../../core/ports';
import { bytesRead, type EngineProps, type Session } from './engine';

/** The environment and the limits of a statement. */
export interface RunProps extends EngineProps {
  readonly writer: ObjectWriter;
  readonly database: string;
  /** The object with the rows, or the name of the objects of a statement that writes a table: s3://bucket/key. */
  readonly outputLocation: string;
  /** The statement is stopped when it scans more bytes than this. */
  readonly cutoffBytes: number;
  /** Aborted when a client stops the query. */
  readonly signal: AbortSignal;
}

/** The error of a statement that was stopped, with the bytes that it had scanned. */
export class StoppedError extends Error {
  constructor(
    readonly scannedBytes: number,
    readonly isOverCutoff: boolean,
  ) {
    super(isOverCutoff ? 'Query cancelled! : Bytes scanned limit was exceeded' : 'Query cancelled by user');
  }
}

const CHECK_EVERY_MS = 250;

/** Runs SQL and returns the bytes that it read; interrupts it when it reads too much or is stopped. */
export const runWithLimits = async (
  session: Session,
  { cutoffBytes, signal }: RunProps,
  sql: string,
): Promise<number> => {
  const { connection } = session;
  let checks: Promise<void> = Promise.resolve();
  const check = async (): Promise<void> => {
    if ((await bytesRead(session)) > cutoffBytes) connection.interrupt();
  };
  const timer = setInterval(() => {
    checks = checks.then(check);
  }, CHECK_EVERY_MS);
  const stopInterrupting = interruptOnAbort(connection, signal);
  const [run] = await Promise.allSettled([connection.run(sql)]);
  clearInterval(timer);
  stopInterrupting();
  await checks;
  const bytes = await bytesRead(session);
  if (signal.aborted || bytes > cutoffBytes) throw new StoppedError(bytes, bytes > cutoffBytes);
  if (run.status === 'rejected') throw toError(run.reason);
  return bytes;
};

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
