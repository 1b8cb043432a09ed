/** A JSON object whose fields are not validated yet. */
export type JsonObject = Record<string, unknown>;

/** Narrows a parsed value to an object: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
