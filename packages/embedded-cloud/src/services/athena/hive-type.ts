import { RESULT_TYPES } from './results';
import { StatementError } from '../../duckdb/statement-error';

/** The catalog's names by DuckDB's. They are those of results, except that no table has times in a zone. */
const TYPES: Readonly<Record<string, string | undefined>> = {
  ...RESULT_TYPES,
  INTEGER: 'int',
  VARCHAR: 'string',
  'TIMESTAMP WITH TIME ZONE': undefined,
};

/** The catalog's name for a type of DuckDB, such as array<struct<id:string>>; throws for types that no table can have. */
export const toHiveType = (type: string): string => {
  const simple = TYPES[type];
  if (simple !== undefined) return simple;
  if (type.endsWith('[]')) return `array<${toHiveType(type.slice(0, -2))}>`;
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) return `decimal(${precision},${scale ?? '0'})`;
  const [, fields] = /^STRUCT\((.*)\)$/.exec(type) ?? [];
  if (fields !== undefined) return `struct<${splitFields(fields).map(toField).join(',')}>`;
  throw new StatementError(`NOT_SUPPORTED: Unsupported Hive type: ${type.toLowerCase()}`);
};

const toField = (field: string): string => {
  const [, quoted, plain, type = ''] = /^\s*(?:"((?:[^"]|"")*)"|(\w+))\s+(.*)$/.exec(field) ?? [];
  return `${(quoted ?? plain ?? '').toLowerCase()}:${toHiveType(type)}`;
};

/** Splits the fields of a struct at the commas outside parentheses. */
const splitFields = (text: string): readonly string[] => {
  const fields = [''];
  let depth = 0;
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) fields.push('');
    else fields.push((fields.pop() ?? '') + character);
  }
  return fields;
};
