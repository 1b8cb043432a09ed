const MIB = 2 ** 20;

/** Athena's price: 5 USD a TiB scanned, in whole MiB, each query as if it were 10 MiB at least. https://aws.amazon.com/athena/pricing/ */
export const athenaCostUsd = (scannedBytes: number): number =>
  (Math.max(10, Math.ceil(scannedBytes / MIB)) * MIB * 5) / 2 ** 40;
