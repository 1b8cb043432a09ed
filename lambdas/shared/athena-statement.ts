import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A statement with its values beside it: Athena puts them in, each as one literal. */
export interface RenderedStatement {
  readonly sql: string;
  readonly executionParameters: readonly string[];
}

/** The text of a file of sql/athena, by its name without `.sql`. */
export const readStatement = (folder: string, name: string): string =>
  readFileSync(join(folder, `${name}.sql`), 'utf8');

/** Only what our own layout is made of: a location can't be a parameter, and must not end its literal. */
const LOCATION = /^s3:\/\/[\w.-]+\/[\w.=/-]+\/$/;

/** Puts `?` for each `:name`, and the values in their order; throws for a name without a value and for a strange location. */
export const renderStatement = (
  text: string,
  parameters: Readonly<Record<string, string | number>>,
  location?: string,
): RenderedStatement => {
  if (location !== undefined && !LOCATION.test(location)) throw new Error(`"${location}" is no location in the lake.`);
  const executionParameters: string[] = [];
  const sql = text
    .replace(/^--.*\n/gm, '')
    .replace('{location}', location ?? '')
    .replace(/(?<![:\w]):([a-z_]+)/g, (_, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new Error(`The statement's :${name} has no value.`);
      executionParameters.push(toLiteral(value));
      return '?';
    });
  return { sql: sql.trim(), executionParameters };
};

const toLiteral = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
