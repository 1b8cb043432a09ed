import { existsSync, readFileSync } from 'node:fs';

/** Memory of the process (cloud, functions and viewers), MB. */
export interface MemoryReport {
  /** Before the viewers came. */
  readonly idleMb: number;
  /** When half of the viewing was over: little less than the most where memory is flat. */
  readonly halfwayMb: number;
  readonly peakMb: number;
}

/** Samples what the process holds while viewers watch. */
export class MemoryMeter {
  private readonly samples = [ownMb()];

  /** To be called at regular intervals. */
  sample(): void {
    this.samples.push(ownMb());
  }

  report(): MemoryReport {
    const { samples } = this;
    const [idleMb = NaN] = samples;
    return { idleMb, halfwayMb: samples[samples.length >> 1] ?? NaN, peakMb: Math.max(...samples) };
  }
}

const STATUS = '/proc/self/status';

/**
 * On Linux without the pages of files: the tables' store maps its files, up to 2 GB of them, and the system takes such
 * pages back whenever it has another use for them.
 */
const ownMb = (): number => {
  const [, kb] = (existsSync(STATUS) && /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))) || [];
  return Math.round((kb === undefined ? process.memoryUsage.rss() : Number(kb) * 1_024) / 1e6);
};
