import type { StageConfig } from './config';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The numeric settings of a stage by path, such as `warehouse.baseRpus`. Durations and sizes are not numbers. */
export const numericSettings = (config: StageConfig): ReadonlyMap<string, number> => new Map(numbersIn(config, ''));

const numbersIn = (value: object, prefix: string): readonly (readonly [string, number])[] =>
  Object.entries(value).flatMap(([key, member]: readonly [string, unknown]) => {
    if (typeof member === 'number') return [[`${prefix}${key}`, member] as const];
    return isRecord(member) ? numbersIn(member, `${prefix}${key}.`) : [];
  });

/** A copy of the configuration in which numeric settings have other values; throws for a path that is none. */
export const withSettings = (config: StageConfig, values: ReadonlyMap<string, number>): StageConfig => {
  const known = numericSettings(config);
  let changed: unknown = config;
  for (const [path, value] of values) {
    if (!known.has(path)) throw new Error(`${path} is not a numeric setting of ${config.name}.`);
    changed = replace(changed, path.split('.'), value);
  }
  return changed as StageConfig; // only numbers were replaced by numbers
};

const replace = (value: unknown, [key = '', ...rest]: readonly string[], number: number): unknown => {
  if (!isRecord(value)) return number;
  return { ...value, [key]: rest.length === 0 ? number : replace(value[key], rest, number) };
};
