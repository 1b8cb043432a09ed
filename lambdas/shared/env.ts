/** Reads variables of this process by name; throws, naming each one that is missing. */
export const readEnvironment = <Name extends string>(names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<Name, string>;
};
