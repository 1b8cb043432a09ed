import { Document, isCollection, isPair, parse } from 'yaml';
import { isObject, isScalar, type Json, toJson } from './json';

/** The maximum length of a line that a reviewer can read at a glance. */
const WIDTH = 200;

/** Writes JSON as YAML. A collection that fits on the rest of its line stays on that line. */
export const toYaml = (value: Json): string => {
  const document = new Document(value, { aliasDuplicateObjects: false });
  layOut(document.contents, value, 0, 0);
  return document.toString({ lineWidth: WIDTH, singleQuote: true, blockQuote: 'literal', indentSeq: false });
};

/** The inverse of {@link toYaml}. */
export const fromYaml = (text: string): Json => toJson(parse(text));

/** Chooses the style of a collection that starts at `column` of a line, or else below it with this indentation. */
const layOut = (node: unknown, value: Json, column: number, indentation: number): void => {
  if (!isCollection(node) || isScalar(value)) return;
  if (column + lengthOf(value) <= WIDTH) {
    node.flow = true;
    return;
  }
  for (const [index, [key, item]] of Object.entries<Json>(value).entries()) {
    const child = node.items[index];
    const lead = isPair(child) ? `${key}: ` : '- ';
    layOut(isPair(child) ? child.value : child, item, indentation + lead.length, indentation + 2);
  }
};

/** The approximate number of characters of a value on one line. */
const lengthOf = (value: Json): number => {
  if (Array.isArray(value)) return value.reduce((length: number, item) => length + lengthOf(item) + 2, 2);
  if (!isObject(value)) return String(value).length + (/^[\w./:-]+$/.test(String(value)) ? 0 : 2);
  return Object.entries(value).reduce((length, [key, item]) => length + key.length + lengthOf(item) + 4, 2);
};
