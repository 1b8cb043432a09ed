import { isObject, type JsonObject } from '../json-object';
import type { Shape, Structure } from './api-model';

/** An XML element; the content must be XML. */
export const element = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`;

/** An XML element that contains text. */
export const textElement = (name: string, text: string): string => element(name, escaped(text));

/** XML allows no control characters but tab and line breaks. A parser turns a plain carriage return into a line feed. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replace(/[^\P{Cc}\t\n]/gu, '\ufffd');

/** Writes the members of a structure as elements; leaves out members that the shape does not have. */
export const writeMembers = (value: JsonObject, shape: Structure): string =>
  shape
    .members()
    .map(({ name, wireName, shape: member }) => writeMember(value[name] ?? undefined, wireName, member))
    .join('');

const writeMember = (value: unknown, name: string, shape: Shape): string => {
  if (value === undefined) return '';
  if (shape.kind === 'list' && shape.element === undefined) return writeItems(value, name, shape.item());
  if (shape.kind === 'map' && shape.isFlat) return writeEntries(value, name, shape);
  return element(name, writeContent(value, shape));
};

const writeContent = (value: unknown, shape: Shape): string => {
  switch (shape.kind) {
    case 'structure':
      return isObject(value) ? writeMembers(value, shape) : '';
    case 'list':
      return writeItems(value, shape.element ?? 'member', shape.item());
    case 'map':
      return writeEntries(value, 'entry', shape);
    case 'timestamp':
      return new Date(Math.round(Number(value) * 1_000)).toISOString();
    case 'string':
    case 'blob':
    case 'boolean':
    case 'number':
      return escaped(String(value));
  }
};

const writeItems = (value: unknown, name: string, item: Shape): string =>
  Array.isArray(value) ? value.map((one) => element(name, writeContent(one, item))).join('') : '';

const writeEntries = (value: unknown, name: string, shape: Extract<Shape, { kind: 'map' }>): string =>
  Object.entries(isObject(value) ? value : {})
    .map(([key, item]) => {
      const content = element(shape.valueName, writeContent(item, shape.item()));
      return element(name, textElement(shape.keyName, key), content);
    })
    .join('');
