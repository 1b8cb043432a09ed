import { invalidRequest } from './invalid-request';

/** A piece of a statement: what the engine reads, a quoted literal or name, or a comment. */
interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment';
  readonly text: string;
}

const PIECE = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|"(?:[^"]|"")*")|((?:(?!--|\/\*)[^'"])+|.)/gs;

/** A statement as its pieces, in their order. */
export const piecesOf = (sql: string): readonly Piece[] =>
  [...sql.matchAll(PIECE)].map(([text, comment, quoted]) => ({
    kind: comment !== undefined ? 'comment' : quoted !== undefined ? 'quoted' : 'code',
    text,
  }));

/** The statement with its code rewritten; literals, quoted names and comments stay as they are. */
export const mapCode = (sql: string, rewrite: (code: string) => string): string =>
  piecesOf(sql)
    .map(({ kind, text }) => (kind === 'code' ? rewrite(text) : text))
    .join('');

/** What Athena takes in the place of a `?`: one literal, so that a value never becomes part of the statement. */
const LITERAL = /^(?:(?:DATE |TIMESTAMP )?'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;

/** The statement, alone, without comments and with its parameters in their places; throws InvalidRequestException. */
export const bindStatement = (sql: string, parameters: readonly string[]): string => {
  for (const parameter of parameters) {
    if (!LITERAL.test(parameter))
      throw invalidRequest(`The execution parameter ${parameter} is not a literal, such as 'text' or 5.`);
  }
  // A comment keeps the words around it apart.
  const bare = piecesOf(sql).map(({ kind, text }) => (kind === 'comment' ? ' ' : text));
  let used = 0;
  const bound = mapCode(bare.join(''), (code) => code.replace(/\?/g, () => parameters[used++] ?? ''))
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

/** What is to be done with which SELECT. */
export type Statement =
  | { readonly kind: 'select'; readonly select: string }
  | { readonly kind: 'explain-io'; readonly select: string }
  | {
      readonly kind: 'unload';
      readonly select: string;
      /** s3://bucket/prefix/ */
      readonly location: string;
      readonly options: ReadonlyMap<string, string>;
    };

/** Tells the statements apart that are run here; throws for the others, saying which are. */
export const readStatement = (bound: string): Statement => {
  const [, unloaded, location = '', options = ''] =
    /^UNLOAD\s*\(([\s\S]*)\)\s*TO\s*'([^']*)'\s*WITH\s*\(([\s\S]*)\)$/i.exec(bound) ?? [];
  if (unloaded !== undefined)
    return { kind: 'unload', select: unloaded.trim(), location, options: readOptions(options) };
  const [, explained] = /^EXPLAIN\s*\(\s*TYPE\s+IO\s*,\s*FORMAT\s+JSON\s*\)\s*([\s\S]*)$/i.exec(bound) ?? [];
  if (explained !== undefined) return { kind: 'explain-io', select: explained };
  if (/^(SELECT|WITH|VALUES|\()/i.test(bound)) return { kind: 'select', select: bound };
  throw invalidRequest(
    `The embedded Athena runs SELECT, UNLOAD, EXPLAIN (TYPE IO, FORMAT JSON), SHOW and DESCRIBE, not ${bound.split(/\s/, 1)[0] ?? ''}.`,
  );
};

const readOptions = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(',').map((option) => {
      const [, name = '', value = ''] = /^\s*(format|compression)\s*=\s*'([^']*)'\s*$/i.exec(option) ?? [];
      if (name === '')
        throw invalidRequest(`The embedded Athena runs UNLOAD with format and compression, not ${option.trim()}.`);
      return [name.toLowerCase(), value];
    }),
  );
