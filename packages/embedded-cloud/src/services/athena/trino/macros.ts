import type { DuckDBConnection } from '@duckdb/node-api';
import { CASTS } from './cast-macros';
import { FUNCTIONS } from './function-macros';
import { OPERATORS } from './operator-macros';

/** The prefix of macro names, which neither the translation nor DuckDB gives to functions of its own. */
export const PREFIX = 'trino_';

/** The definitions of the macros by name; signatures with the same name are overloads of one macro. */
const toDefinitions = (): ReadonlyMap<string, string> => {
  const overloads = new Map<string, string[]>();
  for (const [signature, body] of Object.entries({ ...OPERATORS, ...CASTS, ...FUNCTIONS })) {
    const [, name = '', parameters = ''] = /^(\w+)(\(.*\))$/.exec(signature) ?? [];
    overloads.set(name, [...(overloads.get(name) ?? []), `${parameters} AS ${body}`]);
  }
  return new Map([...overloads].map(([name, all]) => [`${PREFIX}${name}`, all.join(', ')]));
};

const MACROS = toDefinitions();

/** Creates the macros that a statement calls. Creating all of them would take longer than most statements. */
export const createMacros = async (connection: DuckDBConnection, select: string): Promise<void> => {
  const called = new Set(select.match(/\btrino_\w+/g));
  for (const name of called) {
    const macro = MACROS.get(name);
    if (macro !== undefined) await connection.run(`CREATE TEMP MACRO IF NOT EXISTS ${name}${macro}`);
  }
};
