import type { DuckDBConnection } from '@duckdb/node-api';
import { CASTS } from './cast-macros';
import { FUNCTIONS } from './function-macros';
import { OPERATORS } from './operator-macros';
import { PREFIX } from './prefix';
import { QUIET, quietBody } from './rewrite-try';
import { registerScripts, SCRIPT } from './script';

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

/** The definition of a macro; one with the prefix {@link QUIET} is derived from the macro without it. */
const definitionOf = (name: string): string | undefined =>
  name.startsWith(QUIET) ? quietDefinition(MACROS.get(PREFIX + name.slice(QUIET.length))) : MACROS.get(name);

const quietDefinition = (definition: string | undefined): string | undefined =>
  definition === undefined ? undefined : quietBody(definition);

/** The connections that have the function of the scripts. */
const withScripts = new WeakSet<DuckDBConnection>();

/**
 * Creates the macros that a text calls, after those that they call. Creating all of them would take longer than most
 * statements.
 */
export const createMacros = async (connection: DuckDBConnection, text: string): Promise<void> => {
  for (const name of new Set(text.match(/\btrino_\w+/g))) {
    if (name === SCRIPT && !withScripts.has(connection)) {
      withScripts.add(connection);
      registerScripts(connection);
    }
    const definition = definitionOf(name);
    if (definition === undefined) continue;
    await createMacros(connection, definition.replaceAll(name, ''));
    await connection.run(`CREATE TEMP MACRO IF NOT EXISTS ${name}${definition}`);
  }
};
