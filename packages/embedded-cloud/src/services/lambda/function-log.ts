import { randomBytes } from 'node:crypto';
import type { LogWriter } from '../../core/ports';

/** The stream of the lines that no worker writes: those of event sources and of asynchronous invocations. */
const OWN_STREAM = 'embedded-cloud';

/** Writes the output of a function's workers to its log group. */
export class FunctionLog {
  private isClosed = false;
  private isAllowed: boolean | undefined;

  /** `mayWrite`: whether the function's role may write its log; asked once, at the first line. */
  constructor(
    private readonly writer: LogWriter,
    private readonly logGroupName: string,
    private readonly mayWrite: () => boolean = () => true,
  ) {}

  /** Writes lines, each one event, to the stream of a worker. */
  write(stream: string, ...lines: readonly string[]): void {
    if (!this.isClosed && this.isPermitted()) this.writer.write(this.logGroupName, stream, lines);
  }

  /** Writes a line of the embedded cloud itself, with a timestamp as in Lambda's platform lines. */
  note(line: string, stream = OWN_STREAM): void {
    this.write(stream, `${new Date().toISOString()}\t${line}`);
  }

  /** Ignores later writes. */
  close(): void {
    this.isClosed = true;
  }

  /** As on AWS, the output of a function whose role may not write the log is lost; here one line says so. */
  isPermitted(): boolean {
    if (this.isAllowed === undefined) {
      this.isAllowed = this.mayWrite();
      const line = 'The role of the function may not write its log group.';
      if (!this.isAllowed) this.writer.write(this.logGroupName, OWN_STREAM, [line]);
    }
    return this.isAllowed;
  }
}

/** The name of a new worker's stream: its date and a random id, as on AWS. */
export const newStreamName = (): string => {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/[$LATEST]${randomBytes(16).toString('hex')}`;
};
