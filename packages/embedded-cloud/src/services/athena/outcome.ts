import type { Column } from './results';

/** The result of a statement. */
export interface Outcome {
  /** The columns of the rows; empty for UNLOAD. */
  readonly columns: readonly Column[];
  /** The rows with a header; empty for UNLOAD. */
  readonly csv: Buffer;
  readonly scannedBytes: number;
  /** The s3:// URLs of the objects that UNLOAD wrote. */
  readonly written: readonly string[];
}
