/** Prints the results of a benchmark as JSON; returns the exit code: 1 if a result misses its target. */
export const printResults = (results: Readonly<Record<string, { readonly ok: boolean }>>): number => {
  console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
  return Object.values(results).every(({ ok }) => ok) ? 0 : 1;
};
