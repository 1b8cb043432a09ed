import { randomInt } from 'node:crypto';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';

/** The characters of a password, by the property that excludes them. Source: GetRandomPassword of Secrets Manager. */
const CHARACTERS = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};
const MAX_LENGTH = 4_096;

/** A random password by the rules of GetRandomPassword or GenerateSecretString; 32 characters by default. */
export const randomPassword = (rules: Fields): string => {
  const length = rules.optionalNumber('PasswordLength') ?? 32;
  if (!Number.isInteger(length) || length < 1 || length > MAX_LENGTH) {
    throw new ServiceError('InvalidParameterException', `PasswordLength must be 1 to ${MAX_LENGTH}.`);
  }
  const excluded = rules.optionalString('ExcludeCharacters') ?? '';
  const types = Object.entries(CHARACTERS).flatMap(([exclude, characters]) =>
    rules.boolean(exclude) ? [] : [Array.from(characters).filter((character) => !excluded.includes(character))],
  );
  if (rules.boolean('IncludeSpace') && !excluded.includes(' ')) types.push([' ']);
  const all = types.flat();
  const required = rules.boolean('RequireEachIncludedType', true) ? types.filter((type) => type.length > 0) : [];
  if (all.length === 0 || required.length > length) {
    throw new ServiceError('InvalidParameterException', 'The exclusions leave too few characters for a password.');
  }
  const rest = Array.from({ length: length - required.length }, () => all);
  return shuffled([...required, ...rest].map((from) => from[randomInt(from.length)])).join('');
};

const shuffled = <T>(items: readonly T[]): T[] => {
  const result: T[] = [];
  for (const item of items) result.splice(randomInt(result.length + 1), 0, item);
  return result;
};

/** The value that GenerateSecretString describes: a password, or a JSON object that contains one. */
export const generatedSecret = (rules: Fields): string => {
  const template = rules.optionalString('SecretStringTemplate');
  const key = rules.optionalString('GenerateStringKey');
  const password = randomPassword(rules);
  if (template === undefined && key === undefined) return password;
  if (template === undefined || key === undefined) {
    throw new ServiceError('InvalidRequestException', 'SecretStringTemplate and GenerateStringKey require each other.');
  }
  const value: unknown = JSON.parse(template);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ServiceError('InvalidRequestException', 'SecretStringTemplate must contain a JSON object.');
  }
  return JSON.stringify({ ...value, [key]: password });
};
