/** A Hive type, parsed from the catalog. */
export type ColumnType =
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'array'; readonly of: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: ColumnType }[] };

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  float: 'FLOAT',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** Parses a Hive type, such as `array<struct<id:string,variant:string>>`; throws when a type is not supported. */
export const parseColumnType = (text: string): ColumnType => {
  const trimmed = text.trim();
  const [, container, inner = ''] = /^(array|struct)<(.*)>$/.exec(trimmed) ?? [];
  if (container === 'array') return { kind: 'array', of: parseColumnType(inner) };
  if (container === 'struct') return { kind: 'struct', fields: splitFields(inner).map(toField) };
  if (trimmed in PRIMITIVES) return { kind: 'primitive', name: trimmed };
  throw new TypeError(`The embedded cloud does not support columns of type ${text}.`);
};

/** The type in DuckDB's notation. */
export const toDuckDbType = (type: ColumnType): string => {
  switch (type.kind) {
    case 'primitive':
      return PRIMITIVES[type.name] ?? 'VARCHAR';
    case 'array':
      return `${toDuckDbType(type.of)}[]`;
    case 'struct':
      return `STRUCT(${type.fields.map(({ name, type: of }) => `"${name}" ${toDuckDbType(of)}`).join(', ')})`;
  }
};

const toField = (text: string) => {
  const [name = '', ...type] = text.split(':');
  return { name: name.trim(), type: parseColumnType(type.join(':')) };
};

/** Splits the fields of a struct at the commas outside brackets. */
const splitFields = (text: string): readonly string[] => {
  const fields = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) fields.push('');
    else fields.push((fields.pop() ?? '') + character);
  }
  return fields;
};
