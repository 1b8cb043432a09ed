import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_BYTES = 4 * 1024 * 1024;

/** Appends the output of a function's workers to `<stateDir>/logs/<function>.log`; the previous file has the suffix `.1`. */
export class FunctionLog {
  private readonly path: string;
  private fd: number | undefined;
  private bytes = 0;
  private isClosed = false;
  private isAllowed: boolean | undefined;

  /** `mayWrite`: whether the function's role may write its log; asked once, at the first line. */
  constructor(
    stateDir: string,
    functionName: string,
    private readonly mayWrite: () => boolean = () => true,
  ) {
    this.path = join(stateDir, 'logs', `${functionName}.log`);
  }

  write(chunk: Buffer | string): void {
    if (this.isClosed || !this.isPermitted()) return;
    if (this.bytes > MAX_BYTES) this.rotate();
    this.bytes += writeSync(this.fd ?? this.open(), Buffer.from(chunk));
  }

  /** Adds a line of the embedded cloud itself, with a timestamp as in Lambda's platform lines. */
  note(line: string): void {
    this.write(`${new Date().toISOString()}\t${line}\n`);
  }

  /** Closes the file; later writes are ignored. */
  close(): void {
    this.isClosed = true;
    this.release();
  }

  /** As on AWS, the output of a function whose role may not write the log is lost; here one line says so. */
  isPermitted(): boolean {
    if (this.isAllowed === undefined) {
      this.isAllowed = this.mayWrite();
      if (!this.isAllowed) writeSync(this.open(), 'The role of the function may not write its log group.\n');
    }
    return this.isAllowed;
  }

  private open(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    this.fd = openSync(this.path, 'a');
    this.bytes = fstatSync(this.fd).size;
    return this.fd;
  }

  private rotate(): void {
    this.release();
    renameSync(this.path, `${this.path}.1`);
    this.bytes = 0;
  }

  private release(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}
