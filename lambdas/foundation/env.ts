/** Reads environment variables by name; throws with the names of those that are missing. */
export const readEnvironment = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Environment variables are missing: ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<Name, string>;
};

/** Where a reader of the stream stores unreadable records and reports them. */
export const UNREADABLE_NAMES = ['UNREADABLE_BUCKET_NAME', 'UNREADABLE_PREFIX', 'METRICS_NAMESPACE'] as const;

/** UNREADABLE_PREFIX: the prefix of their keys, with a trailing slash. */
export type UnreadableEnv = Record<(typeof UNREADABLE_NAMES)[number], string>;
