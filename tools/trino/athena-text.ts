import { formatDouble, numberOf } from 'embedded-cloud/sql';
import { isObject } from 'embedded-cloud/json';

/** A type of Trino, with the types inside it. */
export interface TrinoType {
  /** Such as `bigint`, `array` or `row`. */
  readonly name: string;
  readonly inner: readonly { readonly field: string | undefined; readonly type: TrinoType }[];
}

/** Reads the `typeSignature` of a column. */
export const toTrinoType = (signature: unknown): TrinoType => {
  const { rawType, arguments: given } = isObject(signature) ? signature : {};
  const inner = (Array.isArray(given) ? given : []).filter(isObject).map(({ kind, value }) => {
    if (kind !== 'NAMED_TYPE' || !isObject(value)) return { field: undefined, type: toTrinoType(value) };
    const { fieldName, typeSignature } = value;
    const field = isObject(fieldName) ? String(fieldName['name']) : undefined;
    return { field, type: toTrinoType(typeSignature) };
  });
  return { name: String(rawType), inner };
};

/** Writes a value of Trino's HTTP API, with marked numbers, as Athena writes it; undefined for null. */
export const athenaText = (type: TrinoType | undefined, value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  const inner = type?.inner ?? [];
  switch (type?.name) {
    case 'array':
      return `[${listOf(value)
        .map((element) => nested(inner[0]?.type, element))
        .join(', ')}]`;
    case 'map':
      return `{${Object.entries(isObject(value) ? value : {})
        .map(([key, one]) => `${key}=${nested(inner[1]?.type, one)}`)
        .join(', ')}}`;
    case 'row':
      return `{${inner
        .map(({ field, type: of }, index) => `${field ?? `field${index}`}=${nested(of, listOf(value)[index])}`)
        .join(', ')}}`;
    default:
      return scalar(type?.name, scalarText(value));
  }
};

const nested = (type: TrinoType | undefined, value: unknown): string => athenaText(type, value) ?? 'null';

const scalar = (type: string | undefined, text: string): string => {
  if (type === 'double' || type === 'real') return formatDouble(text);
  if (type?.startsWith('timestamp')) return withMillis(text);
  // Bytes are in base64; Athena writes hexadecimal digits.
  if (type !== 'varbinary') return text;
  return Buffer.from(text, 'base64')
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const scalarText = (value: unknown): string => numberOf(value) ?? String(value);

/** Athena writes timestamps with milliseconds. */
const withMillis = (text: string): string =>
  text.replace(
    /^(\S+ \S{8})(?:\.(\d+))?/,
    (_, seconds: string, fraction = '') => `${seconds}.${String(fraction).padEnd(3, '0').slice(0, 3)}`,
  );
