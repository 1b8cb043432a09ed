import type { WriteStream } from 'node:tty';

/** How often a line that changes is printed where it can't be overwritten, such as in a CI log. */
const PLAIN_INTERVAL_MS = 5_000;

/** What a person at a terminal sees: steps that start and end, and one live line below them. */
export class Terminal {
  private live = false;
  private lastPlainAt = 0;

  constructor(private readonly out: WriteStream | NodeJS.WritableStream) {}

  /** Prints a line that stays. */
  print(line = ''): void {
    this.eraseLive();
    this.out.write(`${line}\n`);
  }

  /** Shows a step while it is under way, and how long it took when it is done. */
  async step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    this.show(`  … ${name}`);
    const result = await work();
    this.print(`  ✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    return result;
  }

  /** Overwrites the live line; where that can't be, prints it now and then. */
  show(line: string): void {
    if (isTty(this.out)) {
      this.eraseLive();
      this.out.write(line.slice(0, this.out.columns - 1));
      this.live = true;
    } else if (Date.now() - this.lastPlainAt >= PLAIN_INTERVAL_MS) {
      this.lastPlainAt = Date.now();
      this.out.write(`${line}\n`);
    }
  }

  private eraseLive(): void {
    if (this.live) this.out.write('\r\u001b[2K');
    this.live = false;
  }
}

const isTty = (out: WriteStream | NodeJS.WritableStream): out is WriteStream => 'isTTY' in out && out.isTTY;
