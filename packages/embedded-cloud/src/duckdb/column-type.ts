/** A type of Hive's, as the catalog spells it, understood. */
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

/** Reads `array<struct<id:string,variant:string>>`; throws for types that are not run here. */
export const parseColumnType = (text: string): ColumnType => {
  const trimmed = text.trim();
  const [, container, inner = ''] = /^(array|struct)<(.*)>$/.exec(trimmed) ?? [];
  if (container === 'array') return { kind: 'array', of: parseColumnType(inner) };
  if (container === 'struct') return { kind: 'struct', fields: splitFields(inner).map(toField) };
  if (trimmed in PRIMITIVES) return { kind: 'primitive', name: trimmed };
  throw new TypeError(`The embedded cloud does not run columns of type ${text}.`);
};

/** The type as DuckDB spells it. */
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

/** At the commas that lie in no brackets. */
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
