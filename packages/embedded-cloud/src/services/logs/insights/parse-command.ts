import { malformedQuery } from '../errors';
import { escapeRegExp } from '../regular-expressions';
import { toPattern } from './patterns';
import { type Row, toText, type Value } from './row';
import type { TokenReader } from './token-reader';

/** The fields that `parse` extracts, and a function that extracts them from a row. */
interface Extraction {
  readonly names: readonly string[];
  readonly fieldsOf: (row: Row) => ReadonlyMap<string, Value>;
}

/** Parses `parse @message "user=* took *" as user, took` or `parse @message /user=(?<user>\S+)/`. */
export const parseCommand = (reader: TokenReader): Extraction => {
  const first = reader.next();
  const isField = first.kind === 'word' || first.kind === 'field';
  const { kind, text } = isField ? reader.next() : first;
  if (kind !== 'text' && kind !== 'regex') throw reader.unexpected();
  const source = isField ? first.text : '@message';
  const expression = kind === 'regex' ? toPattern(kind, text) : toGlob(text);
  const aliases = reader.acceptWord('as') ? reader.names() : [];
  const groups = [...text.matchAll(/\(\?P?<(\w+)>/g)].map(([, name = '']) => name);
  const names = kind === 'regex' && aliases.length === 0 ? groups : aliases;
  if (names.length === 0) throw malformedQuery('parse needs a name for each value that it extracts.');
  return {
    names,
    fieldsOf: (row) => {
      const found = expression.exec(toText(row.get(source)));
      const values = found?.groups ? names.map((name) => found.groups?.[name]) : (found ?? []).slice(1);
      return new Map(names.map((name, index) => [name, values[index]]));
    },
  };
};

/** Each `*` extracts any characters; the last one extracts all to the end of the message. */
const toGlob = (glob: string): RegExp => {
  const parts = glob.split('*').map(escapeRegExp);
  return new RegExp(`${parts.slice(0, -1).join('([\\s\\S]*?)')}${lastPart(parts)}`);
};

const lastPart = (parts: readonly string[]): string => {
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return last;
  return last === '' ? '([\\s\\S]*)' : `([\\s\\S]*?)${last}`;
};
