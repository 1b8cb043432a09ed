/*
 * What a field's value may be. Plain functions with their bounds as arguments, so that a check with constant bounds
 * compiles to a few machine instructions: every event of the service passes here.
 */

/** A whole number from `min` to `max`, bounds that doubles hold exactly. -0 is none: JSON writes integers without it. */
export const isInteger = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max && Number.isInteger(value) && !Object.is(value, -0);

/** A number from `min` to `max`; neither NaN nor infinite, nor -0. */
export const isNumber = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max && !Object.is(value, -0);

/** Text of 1 to `max` UTF-16 code units, in any script; `illFormedFields` looks into it. */
export const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= max;

const HYPHEN = 0x2d;
const HEX_GROUPS = /^[\da-f]+-[\da-f]+-[\da-f]+-[\da-f]+-[\da-f]+$/i;

/** A UUID of any version: five groups of hex digits, 36 characters with the hyphens in their places. */
export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length === 36 &&
  value.charCodeAt(8) === HYPHEN &&
  value.charCodeAt(13) === HYPHEN &&
  value.charCodeAt(18) === HYPHEN &&
  value.charCodeAt(23) === HYPHEN &&
  HEX_GROUPS.test(value);

/** ISO 3166-1 alpha-2, by its form. */
export const isCountryCode = (value: unknown): boolean =>
  typeof value === 'string' && value.length === 2 && isCapital(value.charCodeAt(0)) && isCapital(value.charCodeAt(1));

const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** At most 16 assignments `{id, variant}`, each text of at most 128 characters. */
export const isExperiments = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= 16 && value.every(isExperiment);

const isExperiment = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  'id' in value &&
  'variant' in value &&
  isText(value.id, 128) &&
  isText(value.variant, 128);
