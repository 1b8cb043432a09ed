import type { DuckDBConnection } from '@duckdb/node-api';
import { CASTS } from './cast-macros';
import { FUNCTIONS } from './function-macros';
import { OPERATORS } from './operator-macros';

/** What goes before a function's name here, so that neither the translation nor DuckDB takes it for its own. */
export const PREFIX = 'trino_';

/** Several signatures of one name are one macro. */
const definitions = (): ReadonlyMap<string, string> => {
  const overloads = new Map<string, string[]>();
  for (const [signature, body] of Object.entries({ ...OPERATORS, ...CASTS, ...FUNCTIONS })) {
    const [, name = '', parameters = ''] = /^(\w+)(\(.*\))$/.exec(signature) ?? [];
    overloads.set(name, [...(overloads.get(name) ?? []), `${parameters} AS ${body}`]);
  }
  return new Map([...overloads].map(([name, all]) => [`${PREFIX}${name}`, all.join(', ')]));
};

const MACROS = definitions();

/** Gives an engine what a statement calls, and no more: to make them all takes longer than most statements. */
export const makeMacros = async (connection: DuckDBConnection, select: string): Promise<void> => {
  const called = new Set(select.match(/\btrino_\w+/g));
  for (const name of called) {
    const macro = MACROS.get(name);
    if (macro !== undefined) await connection.run(`CREATE TEMP MACRO IF NOT EXISTS ${name}${macro}`);
  }
};
