const MIB = 2 ** 20;

/**
 * Athena's price: 5 USD per TiB scanned, in whole MiB, at least 10 MiB per query.
 * https://aws.amazon.com/athena/pricing/
 */
export const athenaCostUsd = (scannedBytes: number): number =>
  (Math.max(10, Math.ceil(scannedBytes / MIB)) * MIB * 5) / 2 ** 40;

/**
 * The price of a query on Redshift Serverless if no other query runs in the same minute: 0.375 USD per RPU-hour, for at
 * least one minute. https://aws.amazon.com/redshift/pricing/
 */
export const redshiftCostUsd = (seconds: number, rpus: number): number =>
  (Math.max(60, seconds) * rpus * 0.375) / 3_600;
