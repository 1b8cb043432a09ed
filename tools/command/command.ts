import { parseArgs } from 'node:util';
import { UsageError } from './errors';

/** One option of a command. */
export interface Option {
  /** A flag takes no value and is false when it is absent. */
  readonly type: 'text' | 'number' | 'flag';
  /** What the option does, as part of a sentence. */
  readonly description: string;
  readonly default?: string | number;
  /** The allowed values of a text. */
  readonly choices?: readonly string[];
  /** The minimum; 0 if absent. */
  readonly minimum?: number;
  /** The name of the value in the help; NUMBER or TEXT if absent. */
  readonly placeholder?: string;
  readonly isRequired?: true;
  readonly isRepeatable?: true;
}

/** The options of a command by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** One positional argument of a command. */
export interface Positional {
  readonly name: string;
  readonly description: string;
  readonly isRequired?: true;
  readonly isRepeatable?: true;
}

/** The values of the options; an option that is absent and has no default is undefined. */
export type Values<Declared extends Options> = { readonly [Name in keyof Declared]: ValueOf<Declared[Name]> };

type ValueOf<Declared extends Option> = Declared extends { readonly isRepeatable: true }
  ? readonly One<Declared>[]
  : Declared extends { readonly type: 'flag' } | { readonly isRequired: true } | { readonly default: string | number }
    ? One<Declared>
    : One<Declared> | undefined;

type One<Declared extends Option> = Declared extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : { readonly text: string; readonly number: number; readonly flag: boolean }[Declared['type']];

/** A command: the content of its help, and its implementation. */
export interface Command<Declared extends Options> {
  /** The name as the user types it: `npm run query`. */
  readonly name: string;
  /** What the command does, in a sentence. */
  readonly summary: string;
  readonly options: Declared;
  readonly positionals?: readonly Positional[];
  /** The arguments of a typical call. */
  readonly example: string;
  /** Resolves to the exit code. */
  readonly run: (values: Values<Declared>, positionals: readonly string[]) => Promise<number>;
}

/** Declares a command; the types of the values follow from the options. */
export const defineCommand = <const Declared extends Options>(command: Command<Declared>): Command<Declared> => command;

/** Parses the arguments of a command; throws {@link UsageError} that names the wrong option or argument. */
export const parseArguments = <Declared extends Options>(
  { options, positionals: declared = [] }: Pick<Command<Declared>, 'options' | 'positionals'>,
  line: readonly string[],
): { readonly values: Values<Declared>; readonly positionals: readonly string[] } => {
  const { values, positionals } = parse(line, options);
  checkPositionals(declared, positionals);
  const entries = Object.entries(options).map(([name, option]) => [name, valueOf(name, option, values[name])]);
  return { values: Object.fromEntries(entries) as Values<Declared>, positionals }; // each value was converted by its type
};

type Typed = readonly (string | boolean)[] | undefined;

const parse = (line: readonly string[], options: Options) => {
  const config = Object.entries(options).map(
    ([name, { type }]) => [name, { type: type === 'flag' ? 'boolean' : 'string', multiple: true }] as const,
  );
  try {
    return parseArgs({ args: [...line], options: Object.fromEntries(config), allowPositionals: true });
  } catch (error) {
    const { message } = error as Error; // parseArgs throws nothing else
    throw new UsageError(message.split(/\.(?:\s|$)/)[0]); // the next sentences are about arguments that begin with a dash
  }
};

const checkPositionals = (declared: readonly Positional[], given: readonly string[]): void => {
  const missing = declared[given.length];
  if (missing?.isRequired) throw new UsageError(`${missing.name} is missing`);
  const unexpected = given[declared.length];
  if (unexpected !== undefined && !declared.at(-1)?.isRepeatable) {
    throw new UsageError(`Unexpected argument '${unexpected}'`);
  }
};

const valueOf = (name: string, option: Option, typed: Typed = []): unknown => {
  const values = typed.map((one) => convert(name, option, one));
  if (option.isRepeatable) return values;
  if (values.length > 0) return values.at(-1);
  if (option.isRequired) throw new UsageError(`--${name} ${placeholderOf(option)} is missing`);
  return option.type === 'flag' ? false : option.default;
};

const convert = (name: string, { type, minimum = 0, choices }: Option, typed: string | boolean): unknown => {
  if (type === 'number') {
    const value = typed === '' ? NaN : Number(typed);
    if (Number.isFinite(value) && value >= minimum) return value;
    throw new UsageError(`--${name} must be a number of at least ${minimum}, not "${typed}"`);
  }
  if (choices && !choices.some((choice) => choice === typed)) {
    throw new UsageError(`--${name} must be ${choices.join(' or ')}, not "${typed}"`);
  }
  return typed;
};

/** The name of an option's value in the help and in messages. */
export const placeholderOf = ({ type, choices, placeholder }: Option): string =>
  placeholder ?? choices?.join('|') ?? type.toUpperCase();
