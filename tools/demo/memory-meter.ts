import { existsSync, readFileSync } from 'node:fs';

/** Memory of the process (cloud, functions and viewers), MB. */
export interface MemoryReport {
  /** Before the viewers came. */
  readonly idleMb: number;
  /** In the mean of each minute in which they watched: it grows as they come, and is flat from then on. */
  readonly byMinuteMb: readonly number[];
  readonly peakMb: number;
}

const MINUTE_SECONDS = 60;

/** Samples what the process holds while viewers watch. */
export class MemoryMeter {
  private readonly idleMb = ownMb();
  private readonly samples: number[] = [];

  /** To be called each second. */
  sample(): void {
    this.samples.push(ownMb());
  }

  report(): MemoryReport {
    const { idleMb, samples } = this;
    const minutes = Array.from({ length: Math.floor(samples.length / MINUTE_SECONDS) }, (_, minute) =>
      samples.slice(minute * MINUTE_SECONDS, (minute + 1) * MINUTE_SECONDS),
    );
    return { idleMb, byMinuteMb: minutes.map(mean), peakMb: Math.max(idleMb, ...samples) };
  }
}

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

const STATUS = '/proc/self/status';

/**
 * On Linux without the pages of files: the tables' store maps its files, up to 2 GB of them, and the system takes such
 * pages back whenever it has another use for them.
 */
const ownMb = (): number => {
  const [, kb] = (existsSync(STATUS) && /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))) || [];
  return Math.round((kb === undefined ? process.memoryUsage.rss() : Number(kb) * 1_024) / 1e6);
};
