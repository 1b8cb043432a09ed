import type { Fields } from '../../core/fields';

const PIECE = /('(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*)|(?<![:\w]):([a-zA-Z_]\w*)/g;

/** Replaces `:name` by the values of the parameters. A name without a value stays, and makes the statement fail. */
export const bind = (sql: string, parameters: readonly Fields[]): string => {
  const values = new Map(parameters.map((parameter) => [parameter.string('name'), parameter.string('value')]));
  return sql.replace(PIECE, (text, quotedOrComment: string | undefined, name: string) => {
    const value = quotedOrComment === undefined ? values.get(name) : undefined;
    return value === undefined ? text : `'${value.replaceAll("'", "''")}'`;
  });
};
