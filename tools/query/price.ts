const MIB = 2 ** 20;

/** Athena's price: 5 USD a TiB scanned, in whole MiB, each query as if it were 10 MiB at least. https://aws.amazon.com/athena/pricing/ */
export const athenaCostUsd = (scannedBytes: number): number =>
  (Math.max(10, Math.ceil(scannedBytes / MIB)) * MIB * 5) / 2 ** 40;

/**
 * What Redshift Serverless bills for a question that nothing else runs beside: 0.375 USD an RPU-hour, a minute at least.
 * https://aws.amazon.com/redshift/pricing/
 */
export const redshiftCostUsd = (seconds: number, rpus: number): number =>
  (Math.max(60, seconds) * rpus * 0.375) / 3_600;
