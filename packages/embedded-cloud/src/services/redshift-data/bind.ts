import type { Fields } from '../../core/fields';

const PIECE = /('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*)|(?<![:\w]):([a-zA-Z_]\w*)/g;

/** Puts values in the place of `:name`; one that is not given stays, and fails the statement. */
export const bind = (sql: string, parameters: readonly Fields[]): string => {
  const values = new Map(parameters.map((one) => [one.string('name'), one.string('value')]));
  return sql.replace(PIECE, (text, fixed: string | undefined, name: string) => {
    const value = fixed === undefined ? values.get(name) : undefined;
    return value === undefined ? text : `'${value.replaceAll("'", "''")}'`;
  });
};
