export type Scalar = string | number | boolean | null;
export interface JsonObject {
  readonly [key: string]: Json;
}
export type Json = Scalar | Json[] | JsonObject;

export const isScalar = (value: Json): value is Scalar => typeof value !== 'object' || value === null;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks that a value is JSON, and copies it. */
export const toJson = (value: unknown): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`A value of type ${typeof value} is not JSON.`);
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, toJson(item)]));
};

/** Builds an object from the converted entries of another one. */
export const mapEntries = (
  object: JsonObject,
  convert: (key: string, value: Json) => readonly [string, Json],
): JsonObject => Object.fromEntries(Object.entries(object).map(([key, value]) => convert(key, value)));

/** Converts each leaf: a scalar, or an empty array or object. `path` is the leaf's JSON pointer (RFC 6901). */
export const mapLeaves = (value: Json, convert: (leaf: Json, path: string) => Json, path = ''): Json => {
  if (isScalar(value) || Object.keys(value).length === 0) return convert(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapLeaves(item, convert, pointerTo(path, `${index}`)));
  return mapEntries(value, (key, item) => [key, mapLeaves(item, convert, pointerTo(path, key))]);
};

export const pointerTo = (path: string, key: string): string =>
  `${path}/${key.replace(/[~/]/g, (char) => (char === '~' ? '~0' : '~1'))}`;
