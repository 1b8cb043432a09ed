import { type Command, type Option, type Options, placeholderOf, type Positional } from './command';

/** The text that a command prints for `--help`. */
export const helpOf = <Declared extends Options>(command: Command<Declared>): string => {
  const { name, summary, positionals = [], example } = command;
  const argumentRows = positionals.map((positional) => [positional.name, positional.description] as const);
  const optionRows = Object.entries<Option>(command.options).map(
    ([option, declared]) => [optionOf(option, declared), describe(declared)] as const,
  );
  const rows = [...optionRows, ['--help', 'prints this text'] as const];
  const width = Math.max(...[...argumentRows, ...rows].map(([left]) => left.length));
  const lines = (of: readonly (readonly [string, string])[]): readonly string[] =>
    of.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  return [
    summary,
    '',
    `Usage: ${[name, '--', ...positionals.map(usageOf), '[options]'].join(' ')}`,
    '',
    ...(argumentRows.length > 0 ? ['Arguments:', ...lines(argumentRows), ''] : []),
    'Options:',
    ...lines(rows),
    '',
    'Example:',
    `  ${name} -- ${example}`,
  ].join('\n');
};

const usageOf = ({ name, isRequired, isRepeatable }: Positional): string => {
  const repeated = isRepeatable ? `${name}…` : name;
  return isRequired ? repeated : `[${repeated}]`;
};

const optionOf = (name: string, option: Option): string =>
  option.type === 'flag' ? `--${name}` : `--${name} ${placeholderOf(option)}`;

const describe = ({ description, default: value, isRequired, isRepeatable }: Option): string => {
  const notes = [
    ...(isRequired ? ['required'] : []),
    ...(isRepeatable ? ['repeatable'] : []),
    ...(value === undefined ? [] : [`default: ${value}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`;
};
