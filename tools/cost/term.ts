/** One term of a bill. */
export interface Term {
  readonly service: string;
  /** What is paid for, in a few words. */
  readonly what: string;
  /** A month. */
  readonly usd: number;
}

/** A month's bytes by the second, in GB as AWS bills them. */
export const gbOf = (bytes: number): number => bytes / 2 ** 30;

/** Rounds a record up to what a service bills it as, bytes. */
export const billedBytes = (bytes: number, unitBytes: number): number => Math.ceil(bytes / unitBytes) * unitBytes;
