/** Reads environment variables by name; throws with the names of those that are missing. */
export const readEnvironment = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Environment variables are missing: ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<Name, string>;
};

/** The environment variables with which a reader of the stream stores and reports unreadable records. */
export const UNREADABLE_NAMES = ['UNREADABLE_BUCKET_NAME', 'UNREADABLE_PREFIX', 'METRICS_NAMESPACE'] as const;

/** UNREADABLE_PREFIX: the prefix of their keys, with a trailing slash. */
export type UnreadableEnv = Record<(typeof UNREADABLE_NAMES)[number], string>;

/** The environment variables of the ledger. Its writers and its reader must have the same values. */
export const LEDGER_NAMES = [
  'LEDGER_TABLE_NAME',
  'LEDGER_SALTS',
  'LEDGER_PERIOD_SECONDS',
  'LEDGER_KEEP_SECONDS',
  'AUDITED_EVENTS',
] as const;

/** AUDITED_EVENTS: a LIKE pattern for the ids of audited events, `%` for all. LEDGER_KEEP_SECONDS: how long notes are kept. */
export type LedgerEnv = Record<(typeof LEDGER_NAMES)[number], string>;

/** The environment variable of a reader of the list of erased viewers. */
export const SUPPRESSED_VIEWERS_NAMES = ['SUPPRESSED_VIEWERS_TABLE_NAME'] as const;

export type SuppressedViewersEnv = Record<(typeof SUPPRESSED_VIEWERS_NAMES)[number], string>;

/** The environment variables of a function that computes the digests of viewers. */
export const SUPPRESSION_NAMES = [...SUPPRESSED_VIEWERS_NAMES, 'SUPPRESSION_SECRET_ARN'] as const;

export type SuppressionEnv = Record<(typeof SUPPRESSION_NAMES)[number], string>;
