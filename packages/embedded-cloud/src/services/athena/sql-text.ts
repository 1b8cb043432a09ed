import { invalidRequest } from './invalid-request';

/** A piece of a statement: code, a quoted literal or name, or a comment. */
interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment';
  readonly text: string;
}

const PIECE = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|"(?:[^"]|"")*")|((?:(?!--|\/\*)[^'"])+|.)/gs;

/** Splits a statement into its pieces. */
export const piecesOf = (sql: string): readonly Piece[] =>
  [...sql.matchAll(PIECE)].map(([text, comment, quoted]) => ({
    kind: comment !== undefined ? 'comment' : quoted !== undefined ? 'quoted' : 'code',
    text,
  }));

/** Rewrites the code of a statement; literals, quoted names and comments stay unchanged. */
export const mapCode = (sql: string, rewrite: (code: string) => string): string =>
  piecesOf(sql)
    .map(({ kind, text }) => (kind === 'code' ? rewrite(text) : text))
    .join('');

/**
 * The values that Athena accepts for a `?`: single literals, so that a value cannot change the statement's structure.
 */
const LITERAL = /^(?:(?:DATE |TIMESTAMP )?'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;

/**
 * Removes the comments of a statement and inserts its parameters; throws InvalidRequestException unless it is one
 * statement.
 */
export const bindStatement = (sql: string, parameters: readonly string[]): string => {
  for (const parameter of parameters) {
    if (!LITERAL.test(parameter)) {
      throw invalidRequest(`The execution parameter ${parameter} is not a literal, such as 'text' or 5.`);
    }
  }
  // A comment separates words, so a space replaces it.
  const withoutComments = piecesOf(sql).map(({ kind, text }) => (kind === 'comment' ? ' ' : text));
  let used = 0;
  const bound = mapCode(withoutComments.join(''), (code) => code.replace(/\?/g, () => parameters[used++] ?? ''))
    .trim()
    .replace(/;\s*$/, '');
  if (used !== parameters.length) {
    throw invalidRequest(`Incorrect number of parameters: expected ${used} but found ${parameters.length}`);
  }
  if (piecesOf(bound).some(({ kind, text }) => kind === 'code' && text.includes(';'))) {
    throw invalidRequest('Only one sql statement is allowed.');
  }
  if (bound === '') throw invalidRequest('The statement is empty.');
  return bound;
};

/** A statement that reads tables, with its SELECT. */
export type Statement =
  | { readonly kind: 'select'; readonly select: string }
  | { readonly kind: 'explain-io'; readonly select: string }
  | {
      readonly kind: 'unload';
      readonly select: string;
      /** s3://bucket/prefix/ */
      readonly location: string;
      readonly options: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'create-table-as';
      readonly select: string;
      /** Undefined for the query's database. */
      readonly database: string | undefined;
      readonly table: string;
      readonly mayExist: boolean;
      readonly options: ReadonlyMap<string, string>;
    };

/** Parses a bound statement; throws for statements that are not supported, with a list of those that are. */
export const readStatement = (bound: string): Statement => {
  const [, unloaded, location = '', options = ''] =
    /^UNLOAD\s*\(([\s\S]*)\)\s*TO\s*'([^']*)'\s*WITH\s*\(([\s\S]*)\)$/i.exec(bound) ?? [];
  if (unloaded !== undefined) {
    return { kind: 'unload', select: unloaded.trim(), location, options: readOptions('UNLOAD', options) };
  }
  const created = readCreateTableAs(bound);
  if (created) return created;
  const [, explained] = /^EXPLAIN\s*\(\s*TYPE\s+IO\s*,\s*FORMAT\s+JSON\s*\)\s*([\s\S]*)$/i.exec(bound) ?? [];
  if (explained !== undefined) return { kind: 'explain-io', select: explained };
  if (/^(SELECT|WITH|VALUES|\()/i.test(bound)) return { kind: 'select', select: bound };
  const word = bound.split(/\s/, 1)[0] ?? '';
  throw invalidRequest(
    STATEMENTS.test(word)
      ? `The embedded Athena supports SELECT, UNLOAD, CREATE TABLE AS, DROP TABLE, EXPLAIN (TYPE IO, FORMAT JSON), SHOW and DESCRIBE, not ${word}.`
      : `line 1:1: mismatched input '${word}'.`,
  );
};

/** The first words of Athena's statements. Source: https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html */
const STATEMENTS =
  /^(select|with|values|unload|create|drop|alter|explain|show|describe|desc|insert|delete|update|merge|msck|vacuum|optimize|prepare|execute|deallocate|analyze|use|copy)$/i;

const NAME = '["`]?(\\w+)["`]?';
const CREATE_TABLE_AS = new RegExp(
  `^CREATE\\s+TABLE\\s+(IF\\s+NOT\\s+EXISTS\\s+)?(?:${NAME}\\.)?${NAME}\\s*(?:WITH\\s*\\(([^()]*)\\)\\s*)?AS\\s*((?:SELECT|WITH|VALUES|\\()[\\s\\S]*)$`,
  'i',
);

const readCreateTableAs = (bound: string): Statement | undefined => {
  const [, ifNotExists, database, table = '', options = '', select] = CREATE_TABLE_AS.exec(bound) ?? [];
  if (select === undefined) return undefined;
  return {
    kind: 'create-table-as',
    select: select.trim(),
    database: database?.toLowerCase(),
    table: table.toLowerCase(),
    mayExist: ifNotExists !== undefined,
    options: readOptions('CREATE TABLE AS', options),
  };
};

const OPTIONS = {
  UNLOAD: ['format', 'compression'],
  'CREATE TABLE AS': ['format', 'external_location', 'write_compression', 'parquet_compression'],
};

const readOptions = (statement: keyof typeof OPTIONS, text: string): ReadonlyMap<string, string> =>
  new Map(
    (text.trim() === '' ? [] : text.split(',')).map((option) => {
      const [, name = '', value = ''] = /^\s*(\w+)\s*=\s*'([^']*)'\s*$/.exec(option) ?? [];
      if (OPTIONS[statement].includes(name.toLowerCase())) return [name.toLowerCase(), value];
      const supported = OPTIONS[statement].join(', ').replace(/, (?!.*, )/, ' and ');
      throw invalidRequest(`The embedded Athena supports the ${statement} options ${supported}, not ${option.trim()}.`);
    }),
  );
