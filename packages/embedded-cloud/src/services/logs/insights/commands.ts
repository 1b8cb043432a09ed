import { malformedQuery } from '../errors';
import { compare, type Expression, isTrue, parseExpression } from './expression';
import { parseCommand } from './parse-command';
import { type Row, toText, type Value, withFields } from './row';
import { TokenReader } from './token-reader';
import { type Token, tokenize } from './tokens';

/** A command that looks at one row at a time: it drops the row, or adds fields to it. */
interface RowCommand {
  readonly kind: 'row';
  readonly apply: (row: Row) => Row | undefined;
  /** The columns that the command adds to the result. */
  readonly adds?: readonly string[];
}

/** A command that needs all rows. */
interface TableCommand {
  readonly kind: 'table';
  readonly apply: (rows: readonly Row[]) => readonly Row[];
  /** The only columns of the result, from this command on. */
  readonly shows?: readonly string[];
  readonly limit?: number;
  /** The rows are groups of events from this command on. */
  readonly isGrouped?: true;
}

export type Command = RowCommand | TableCommand;

/** Parses a query into its commands; throws MalformedQueryException, also for commands that are not supported. */
export const parseQuery = (query: string): readonly Command[] =>
  splitAtPipes(tokenize(query)).map((tokens) => {
    const [first, ...rest] = tokens;
    const name = first?.text.toLowerCase() ?? '';
    const parse = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!parse) {
      throw malformedQuery(
        `The embedded Logs Insights supports ${Object.keys(COMMANDS).join(', ')}, not "${first?.text ?? ''}".`,
      );
    }
    const reader = new TokenReader(query, rest, name === 'stats');
    const command = parse(reader);
    if (!reader.isAtEnd) throw reader.unexpected();
    return command;
  });

const splitAtPipes = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const commands: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '|') commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands;
};

const expressions = (reader: TokenReader): readonly Expression[] => {
  const all = [parseExpression(reader)];
  while (reader.acceptSymbol(',')) all.push(parseExpression(reader));
  return all;
};

const computed = (row: Row, all: readonly Expression[], group: readonly Row[] = []): ReadonlyMap<string, Value> =>
  new Map(all.map(({ name, evaluate }) => [name, evaluate(row, group)]));

const COMMANDS: Readonly<Record<string, (reader: TokenReader) => Command>> = {
  fields: (reader) => {
    const all = expressions(reader);
    return { kind: 'row', apply: (row) => withFields(row, computed(row, all)), adds: all.map(({ name }) => name) };
  },
  display: (reader) => {
    const all = expressions(reader);
    const shows = all.map(({ name }) => name);
    return { kind: 'table', apply: (rows) => rows.map((row) => withFields(row, computed(row, all))), shows };
  },
  filter: (reader) => {
    const { evaluate } = parseExpression(reader);
    return { kind: 'row', apply: (row) => (isTrue(evaluate(row, [])) ? row : undefined) };
  },
  parse: (reader) => {
    const { names, fieldsOf } = parseCommand(reader);
    return { kind: 'row', apply: (row) => withFields(row, fieldsOf(row)), adds: names };
  },
  stats: (reader) => {
    const all = expressions(reader);
    const keys = reader.acceptWord('by') ? expressions(reader) : [];
    const shows = [...keys, ...all].map(({ name }) => name);
    return { kind: 'table', apply: (rows) => aggregate(rows, keys, all), shows, isGrouped: true };
  },
  sort: (reader) => {
    const orders: { readonly by: Expression; readonly sign: number }[] = [];
    do orders.push({ by: parseExpression(reader), sign: signOf(reader) });
    while (reader.acceptSymbol(','));
    return {
      kind: 'table',
      apply: (rows) =>
        rows.toSorted((a, b) => {
          for (const { by, sign } of orders) {
            const order = compare(by.evaluate(a, []), by.evaluate(b, [])) * sign;
            if (order !== 0) return order;
          }
          return 0;
        }),
    };
  },
  limit: (reader) => {
    const { kind, text } = reader.next();
    const limit = Number(text);
    if (kind !== 'number' || limit < 1 || limit > MAX_LIMIT) {
      throw malformedQuery(`limit must be between 1 and ${MAX_LIMIT}.`);
    }
    return { kind: 'table', apply: (rows) => rows.slice(0, limit), limit };
  },
  dedup: (reader) => {
    const names = reader.names();
    const keyOf = (row: Row) => JSON.stringify(names.map((name) => toText(row.get(name))));
    return { kind: 'table', apply: (rows) => [...groupsOf(rows, keyOf).values()].flatMap(([first]) => first ?? []) };
  },
};

/** The most rows of a result, and their number without `limit`. */
export const MAX_LIMIT = 10_000;

const signOf = (reader: TokenReader): number => {
  if (reader.acceptWord('desc')) return -1;
  reader.acceptWord('asc');
  return 1;
};

/** The rows of each key, in the order in which the keys occur first. */
const groupsOf = (rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

/** One row per group; without keys, one row for all rows. */
const aggregate = (rows: readonly Row[], keys: readonly Expression[], all: readonly Expression[]): readonly Row[] => {
  const keyOf = (row: Row) => JSON.stringify([...computed(row, keys).values()].map(toText));
  const groups = keys.length === 0 ? [rows] : [...groupsOf(rows, keyOf).values()];
  return groups.map((group) => {
    const first = group[0] ?? withFields(undefined, new Map());
    return withFields(undefined, new Map([...computed(first, keys), ...computed(first, all, group)]));
  });
};
