import { existsSync, readFileSync } from 'node:fs';

/** Memory of the process, which contains the cloud, its functions and the viewers, MB. */
export interface MemoryReport {
  /** Before the viewers arrived. */
  readonly idleMb: number;
  /** The mean of each minute in which viewers watched. It grows while they arrive and is constant afterwards. */
  readonly byMinuteMb: readonly number[];
  readonly peakMb: number;
}

const MINUTE_SECONDS = 60;

/** Measures the memory of the process while viewers watch. */
export class MemoryMeter {
  private readonly idleMb = ownMb();
  private readonly samples: number[] = [];

  /** Takes a sample; call it each second. */
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
 * On Linux without the pages of mapped files: the table store maps up to 2 GB of files, and the system reclaims those
 * pages whenever it needs memory.
 */
const ownMb = (): number => {
  const [, kb] = (existsSync(STATUS) && /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))) || [];
  return Math.round((kb === undefined ? process.memoryUsage.rss() : Number(kb) * 1_024) / 1e6);
};
