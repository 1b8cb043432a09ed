/** Reads variables of this process by name; throws, naming each one that is missing. */
export const readEnvironment = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<Name, string>;
};

/** Where a reader of the stream sets aside what it can't read, and tells of it. */
export const UNREADABLE_NAMES = ['UNREADABLE_BUCKET_NAME', 'UNREADABLE_PREFIX', 'METRICS_NAMESPACE'] as const;

/** UNREADABLE_PREFIX: what their keys begin with, slash included. */
export type UnreadableEnv = Record<(typeof UNREADABLE_NAMES)[number], string>;

/** What the ledger's writers and its reader must agree on, as it stands in the environment of each. */
export const LEDGER_NAMES = [
  'LEDGER_TABLE_NAME',
  'LEDGER_SALTS',
  'LEDGER_PERIOD_SECONDS',
  'LEDGER_KEEP_SECONDS',
  'AUDITED_EVENTS',
] as const;

/** AUDITED_EVENTS: the audited ids as SQL's LIKE puts it, `%` for all. LEDGER_KEEP_SECONDS: how long notes are kept. */
export type LedgerEnv = Record<(typeof LEDGER_NAMES)[number], string>;
