import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AthenaStatement } from 'aws-clients/athena';
import { fillDefinitions } from '../../domain/lake';

/** The text of an SQL file, by its name without `.sql`. */
export const readStatement = (folder: string, name: string): string =>
  readFileSync(join(folder, `${name}.sql`), 'utf8');

/**
 * The form of our own S3 locations. A location cannot be a parameter of a statement, so it must not be able to end its
 * literal.
 */
const LOCATION = /^s3:\/\/[\w.-]+\/[\w.=/-]+\/$/;

/** The values of a statement by name; a list is rendered as its values, separated by commas. */
export type StatementParameters = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * Replaces each `:name` by its value: a number is written into the statement, a string becomes `?`, and the strings are
 * listed in their order. Athena accepts `?` in a WHERE clause only
 * (https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html), so a string parameter may be
 * used nowhere else. Throws for a name without a value and for an unsafe location.
 */
export const renderStatement = (
  text: string,
  parameters: StatementParameters,
  location?: string,
): Required<AthenaStatement> => {
  if (location !== undefined && !LOCATION.test(location))
    throw new Error(`"${location}" is not a location in the lake.`);
  const executionParameters: string[] = [];
  const sql = fillDefinitions(text)
    .replace(/^--.*\n/gm, '')
    .replace('{location}', location ?? '')
    .replace(/(?<![:\w]):([a-z_]+)/g, (_, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new Error(`Parameter :${name} of the statement has no value.`);
      if (typeof value === 'number') return String(value);
      const values = typeof value === 'object' ? value : [value];
      executionParameters.push(...values.map(toLiteral));
      return values.map(() => '?').join(', ');
    });
  return { sql: sql.trim(), executionParameters };
};

const toLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;
