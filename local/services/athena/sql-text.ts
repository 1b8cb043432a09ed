import { ServiceError } from '../../service';

/** A piece of a statement: what the engine reads, a quoted literal or name, or a comment. */
interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment';
  readonly text: string;
}

const PIECE = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|"(?:[^"]|"")*")|((?:(?!--|\/\*)[^'"])+|.)/gs;

const piecesOf = (sql: string): readonly Piece[] =>
  [...sql.matchAll(PIECE)].map(([text, comment, quoted]) => ({
    kind: comment !== undefined ? 'comment' : quoted !== undefined ? 'quoted' : 'code',
    text,
  }));

/** What Athena takes in the place of a `?`: one literal, so that a value never becomes part of the statement. */
const LITERAL = /^(?:(?:DATE |TIMESTAMP )?'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;

/** The statement, alone, without comments and with its parameters in their places; throws InvalidRequestException. */
export const bindStatement = (sql: string, parameters: readonly string[]): string => {
  for (const parameter of parameters) {
    if (!LITERAL.test(parameter))
      throw invalid(`The execution parameter ${parameter} is not a literal, such as 'text' or 5.`);
  }
  const pieces = piecesOf(sql).filter(({ kind }) => kind !== 'comment');
  let used = 0;
  const bound = pieces
    .map(({ kind, text }) => (kind === 'code' ? text.replace(/\?/g, () => parameters[used++] ?? '') : text))
    .join('')
    .trim()
    .replace(/;\s*$/, '');
  if (used !== parameters.length) {
    throw invalid(`Incorrect number of parameters: expected ${used} but found ${parameters.length}`);
  }
  if (piecesOf(bound).some(({ kind, text }) => kind === 'code' && text.includes(';'))) {
    throw invalid('Only one sql statement is allowed.');
  }
  if (bound === '') throw invalid('The statement is empty.');
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
  throw invalid(
    `The embedded Athena runs SELECT, UNLOAD and EXPLAIN (TYPE IO, FORMAT JSON), not ${bound.split(/\s/, 1)[0] ?? ''}.`,
  );
};

const readOptions = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/(\w+)\s*=\s*'([^']*)'/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]));

const invalid = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
