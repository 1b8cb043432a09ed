import { parseArgs } from 'node:util';

/** One option of a command line: its value's kind, what it is when absent, and what it does. */
export interface Option {
  readonly kind: 'number' | 'text' | 'flag';
  readonly help: string;
}

/** What was asked for, by option name; absent options are undefined. */
export type Asked<Options extends Record<string, Option>> = {
  readonly [Name in keyof Options]: Value<Options[Name]['kind']> | undefined;
};

type Value<Kind extends Option['kind']> = Kind extends 'number' ? number : Kind extends 'flag' ? boolean : string;

/** A command line that can't be followed; its message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads a command line; throws {@link UsageError} naming the option that is wrong and listing those there are. */
export const readArguments = <Options extends Record<string, Option>>(
  line: readonly string[],
  options: Options,
): Asked<Options> => {
  const types = Object.fromEntries(
    Object.entries(options).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string' } as const,
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...line], options: types, strict: true });
    const read = Object.entries(options).map(([name, { kind }]) => [name, toValue(name, kind, values[name])]);
    return Object.fromEntries(read) as Asked<Options>;
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${problem}.\n${usageOf(options)}`);
  }
};

const toValue = (name: string, kind: Option['kind'], given: string | boolean | undefined): unknown => {
  if (given === undefined || kind !== 'number') return given;
  const value = Number(given);
  if (given === '' || !Number.isFinite(value) || value < 0)
    throw new Error(`--${name} takes a number, not "${String(given)}"`);
  return value;
};

const usageOf = (options: Record<string, Option>): string =>
  Object.entries(options)
    .map(
      ([name, { kind, help }]) =>
        `  --${`${name}${kind === 'flag' ? '' : ` ${kind.toUpperCase()}`}`.padEnd(26)}${help}`,
    )
    .join('\n');
