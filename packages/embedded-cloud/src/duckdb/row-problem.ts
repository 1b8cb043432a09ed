import { isObject } from '../core/service';
import type { ColumnType } from './column-type';

/** Columns by name. */
export type Columns = ReadonlyMap<string, ColumnType>;

/**
 * Why a line of JSON is not a row with these columns; undefined when it is one. Fields without a column are ignored.
 */
export const rowProblem = (line: string, columns: Columns): string | undefined => {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return 'The line is not JSON.';
  }
  if (!isObject(row)) return 'The line is not a JSON object.';
  for (const [name, type] of columns) {
    if (!fits(row[name], type)) return `The field ${name} is not of type ${toText(type)}.`;
  }
  return undefined;
};

const fits = (value: unknown, type: ColumnType): boolean => {
  if (value === undefined || value === null) return true;
  switch (type.kind) {
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(item, type.of));
    case 'struct':
      return isObject(value) && type.fields.every((field) => fits(value[field.name], field.type));
    case 'primitive':
      return fitsPrimitive(value, type.name);
  }
};

const fitsPrimitive = (value: unknown, name: string): boolean => {
  switch (name) {
    case 'int':
      return isInteger(value, 2n ** 31n);
    case 'bigint':
      return isInteger(value, 2n ** 63n);
    case 'double':
    case 'float':
      return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value)));
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true; // every value can be converted to text
  }
};

/** Numbers may be texts, which Firehose's deserializer accepts. */
const isInteger = (value: unknown, bound: bigint): boolean => {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < Number(bound);
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return false;
  const integer = BigInt(value);
  return integer >= -bound && integer < bound;
};

const toText = (type: ColumnType): string => {
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'array':
      return `array<${toText(type.of)}>`;
    case 'struct':
      return `struct<${type.fields.map(({ name, type: of }) => `${name}:${toText(of)}`).join(',')}>`;
  }
};
