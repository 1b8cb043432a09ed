import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AthenaStatement } from 'aws-clients/athena';

/** The text of a file of sql/athena, by its name without `.sql`. */
export const readStatement = (folder: string, name: string): string =>
  readFileSync(join(folder, `${name}.sql`), 'utf8');

/** Only what our own layout is made of: a location can't be a parameter, and must not end its literal. */
const LOCATION = /^s3:\/\/[\w.-]+\/[\w.=/-]+\/$/;

/** The values of a statement by name; a list stands for its values, with commas between them. */
export type StatementParameters = Readonly<Record<string, string | number | readonly string[]>>;

/** Puts `?` for each `:name`, and the values in their order; throws for a name without a value and for a strange location. */
export const renderStatement = (
  text: string,
  parameters: StatementParameters,
  location?: string,
): Required<AthenaStatement> => {
  if (location !== undefined && !LOCATION.test(location)) throw new Error(`"${location}" is no location in the lake.`);
  const executionParameters: string[] = [];
  const sql = text
    .replace(/^--.*\n/gm, '')
    .replace('{location}', location ?? '')
    .replace(/(?<![:\w]):([a-z_]+)/g, (_, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new Error(`The statement's :${name} has no value.`);
      const values = typeof value === 'object' ? value : [value];
      executionParameters.push(...values.map(toLiteral));
      return values.map(() => '?').join(', ');
    });
  return { sql: sql.trim(), executionParameters };
};

const toLiteral = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
