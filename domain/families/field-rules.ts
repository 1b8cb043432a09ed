/*
 * Which values a field accepts. The bounds are arguments of plain functions, so a check with constant bounds compiles
 * to a few machine instructions: every event of the service passes here.
 */

/** An integer from `min` to `max`, bounds that doubles hold exactly. -0 is refused: JSON.stringify never writes it. */
export const isInteger = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max && Number.isInteger(value) && !Object.is(value, -0);

/** A number from `min` to `max`. NaN, the infinities and -0 are refused. */
export const isNumber = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max && !Object.is(value, -0);

/** Text of 1 to `max` UTF-16 code units, in any script. `illFormedFields` checks the characters. */
export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max;

const HYPHEN = 0x2d;
const HEX_GROUPS = /^[\da-f]+-[\da-f]+-[\da-f]+-[\da-f]+-[\da-f]+$/i;

/** A UUID of any version: five groups of hex digits, 36 characters including the hyphens. */
export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length === 36 &&
  value.charCodeAt(8) === HYPHEN &&
  value.charCodeAt(13) === HYPHEN &&
  value.charCodeAt(18) === HYPHEN &&
  value.charCodeAt(23) === HYPHEN &&
  HEX_GROUPS.test(value);

/** Two capital letters, as in ISO 3166-1 alpha-2; whether the code is assigned is not checked. */
export const isCountryCode = (value: unknown): value is string =>
  typeof value === 'string' && value.length === 2 && isCapital(value.charCodeAt(0)) && isCapital(value.charCodeAt(1));

const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** An array of at most `max` objects `{id, variant}` without other keys, both accepted by `isIdentifier`. */
export const isAssignments = (value: unknown, max: number, isIdentifier: (value: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= max && value.every((element) => isAssignment(element, isIdentifier));

const isAssignment = (value: unknown, isIdentifier: (value: unknown) => boolean): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  'id' in value &&
  'variant' in value &&
  isIdentifier(value.id) &&
  isIdentifier(value.variant);
