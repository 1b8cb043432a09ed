import { quote } from '../../../duckdb/database';

/** Macros by their signature, such as `f(x, y)`, with their body in DuckDB's SQL. */
export type Macros = Readonly<Record<string, string>>;

/** An expression that fails the query when it is evaluated. The message starts with Trino's name of the error. */
export const fail = (message: string): string => `error(${quote(message)})`;

/**
 * Whether a value has one of DuckDB's types. DuckDB evaluates this before it reads rows, so it costs nothing per row.
 */
export const isOf = (value: string, ...types: readonly string[]): string =>
  `typeof(${value}) IN (${types.map(quote).join(', ')})`;

/** Whether a value is a NULL without a type. */
export const isNull = (value: string): string => `typeof(${value}) = '"NULL"'`;

export const TIMES = ['DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'TIME'];
export const INTEGERS = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];
export const DOUBLES = ['DOUBLE', 'FLOAT'];

/** Fails a date or time function that is called with a text. */
export const NOT_A_TIME = fail(
  'FUNCTION_NOT_FOUND: A date or time function does not accept a varchar; CAST it AS date or timestamp.',
);

type Kind = 'text' | 'integer' | 'number' | 'bytes' | 'json';

/** DuckDB's types of each kind of argument. */
const KINDS: Readonly<Record<Kind, readonly string[]>> = {
  text: ['VARCHAR'],
  integer: INTEGERS,
  number: [...INTEGERS, ...DOUBLES],
  bytes: ['BLOB'],
  json: ['VARCHAR', 'JSON'],
};

/**
 * A macro that calls a script of `script/` with arguments of these kinds: `scripted('f', { x: 'text' }, 'BIGINT')`. The
 * script's text is cast to the given type.
 */
export const scripted = (name: string, parameters: Readonly<Record<string, Kind>>, type = 'VARCHAR'): Macros => {
  const names = Object.keys(parameters);
  const wrong = names.map((one) => `NOT ${isOf(one, ...KINDS[parameters[one] ?? 'text'], '"NULL"')}`);
  const texts = names.map((one) => (parameters[one] === 'bytes' ? `hex(${one})` : `CAST(${one} AS VARCHAR)`));
  const result = `trino_script('${name}', ${texts.join(', ')})`;
  return {
    [`${name}(${names.join(', ')})`]: `CASE WHEN ${wrong.join(' OR ')} THEN ${fail(
      `FUNCTION_NOT_FOUND: Unexpected parameters for function ${name}.`,
    )} ELSE ${type === 'VARCHAR' ? result : `CAST(${result} AS ${type})`} END`,
  };
};
