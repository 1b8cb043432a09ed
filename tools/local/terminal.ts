import type { WriteStream } from 'node:tty';

/** How often the live line is printed if the output is not a terminal, such as in a CI log. */
const PLAIN_INTERVAL_MS = 5_000;

/** The output of a command: steps that start and end, and one live line below them. */
export class Terminal {
  private isLive = false;
  private lastPlainAt = 0;

  constructor(private readonly out: WriteStream | NodeJS.WritableStream) {}

  /** Prints a permanent line. */
  print(line = ''): void {
    this.eraseLive();
    this.out.write(`${line}\n`);
  }

  /**
   * Shows a step while it runs, and its duration when it has finished. `summary` returns the text of the finished step.
   */
  async step<Result>(
    name: string,
    work: () => Promise<Result>,
    summary: (result: Result) => string = () => name,
  ): Promise<Result> {
    const start = performance.now();
    this.show(`  … ${name}`);
    const result = await work();
    this.print(`  ✓ ${summary(result)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    return result;
  }

  /** Overwrites the live line. If the output is not a terminal, prints a live line every few seconds. */
  show(line: string): void {
    if (isTty(this.out)) {
      this.eraseLive();
      this.out.write(line.slice(0, this.out.columns - 1));
      this.isLive = true;
    } else if (Date.now() - this.lastPlainAt >= PLAIN_INTERVAL_MS) {
      this.lastPlainAt = Date.now();
      this.out.write(`${line}\n`);
    }
  }

  private eraseLive(): void {
    if (this.isLive) this.out.write('\r\u001b[2K');
    this.isLive = false;
  }
}

const isTty = (out: WriteStream | NodeJS.WritableStream): out is WriteStream => 'isTTY' in out && out.isTTY;
