import { isObject } from '../../../../core/service';
import { markNumbers, numberOf, unmarkNumbers } from '../exact-json';
import { invalidArgument, refuse } from './refuse';

const parse = (json: string): unknown => {
  try {
    JSON.parse(json);
  } catch {
    return invalidArgument(`Cannot convert value to JSON: '${json}'`);
  }
  return JSON.parse(markNumbers(json));
};

/** The value of a JSON text; undefined when the text is not JSON. */
const tryParse = (json: string): unknown => {
  try {
    return parse(json);
  } catch {
    return undefined;
  }
};

/** Trino sorts the keys of objects. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (isObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])] as const);
    if (entries.some(([key]) => /^\d+$/.test(key))) return refuse('JSON objects without keys that are numbers');
    return Object.fromEntries(entries);
  }
  if (/[eE]|^-0/.test(numberOf(value) ?? '')) return refuse('JSON numbers without exponents, and no -0');
  return value;
};

const write = (value: unknown): string => unmarkNumbers(JSON.stringify(value));

const elements = (json: string): readonly unknown[] | undefined => {
  const value = tryParse(json);
  return Array.isArray(value) ? value : undefined;
};

const scalarText = (value: unknown): string | null => {
  if (value === null || isObject(value) || Array.isArray(value)) return null;
  return numberOf(value) ?? (typeof value === 'string' ? value : JSON.stringify(value));
};

/** Trino's JSON functions: https://trino.io/docs/current/functions/json.html */
export const JSON_SCRIPTS = {
  json_parse: (json: string) => write(sorted(parse(json))),
  /** The text of a scalar, as CAST to other types than varchar reads it. */
  json_scalar: (json: string) => {
    const value = parse(json);
    if (Array.isArray(value) || isObject(value)) throw new Error(`INVALID_CAST_ARGUMENT: Cannot cast '${json}'`);
    return scalarText(value);
  },
  json_text: (json: string) => {
    const value = parse(json);
    if (Array.isArray(value) || isObject(value))
      throw new Error(`INVALID_CAST_ARGUMENT: Cannot cast '${json}' to varchar`);
    if (/[.eE]/.test(numberOf(value) ?? '')) return refuse('CAST of JSON to varchar for texts, integers and booleans');
    return scalarText(value);
  },
  json_array_length: (json: string) => elements(json)?.length.toString() ?? null,
  json_array_get: (json: string, index: string) => {
    const value = elements(json)?.at(Number(index));
    return value === undefined || value === null ? null : write(value);
  },
  json_array_contains: (json: string, wanted: string) => {
    const all = elements(json);
    return all === undefined
      ? null
      : String(all.some((value) => !Array.isArray(value) && !isObject(value) && scalarText(value) === wanted));
  },
  is_json_scalar: (json: string) => {
    const value = parse(json);
    return String(!Array.isArray(value) && !isObject(value));
  },
  /** The size of a value that json_extract found. */
  json_size: (json: string) => {
    const value = parse(json);
    if (Array.isArray(value)) return String(value.length);
    return isObject(value) ? String(Object.keys(value).length) : '0';
  },
};
