import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Blocks handlers until the test opens the gate. */
export class Gate {
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'gate');
  }

  /** The expression that a handler tests. */
  get isOpen(): string {
    return `require('node:fs').existsSync(${JSON.stringify(this.path)})`;
  }

  /** The statement with which an async handler waits. */
  get pass(): string {
    return `while (!${this.isOpen}) await new Promise((resolve) => setTimeout(resolve, 5));`;
  }

  open(): void {
    writeFileSync(this.path, '');
  }
}
