import type { JsonObject } from '../json-object';
import { ServiceError } from '../service-error';
import type { Shape, Structure } from './api-model';

/** The parameters of a form as a tree: `Entries.member.1.Id=a` has the path Entries, member, 1, Id. */
interface Node {
  text: string;
  readonly children: Map<string, Node>;
}

/** What every request may have besides the input of its operation. */
const COMMON = /^(Action|Version|AWSAccessKeyId|Signature\w*|Timestamp|Expires|SecurityToken|X-Amz-.+)$/;

/** Reads the input of an operation from the form of a Query request, also the parameters that the shape does not have. */
export const readForm = (form: URLSearchParams, shape: Structure): JsonObject => {
  const root: Node = { text: '', children: new Map() };
  for (const [path, text] of form) {
    let node = root;
    for (const part of path.split('.')) node = childOf(node, part);
    node.text = text;
  }
  const known = new Set(shape.members().map(({ wireName }) => wireName));
  const unknown = [...root.children].filter(
    ([name, { text, children }]) => !known.has(name) && !COMMON.test(name) && (text !== '' || children.size > 0),
  );
  return {
    ...Object.fromEntries(unknown.map(([name, { text }]) => [name, text || '{}'])),
    ...readMembers(root, shape),
  };
};

const childOf = ({ children }: Node, name: string): Node => {
  const child = children.get(name) ?? { text: '', children: new Map<string, Node>() };
  children.set(name, child);
  return child;
};

const readMembers = ({ children }: Node, shape: Structure): JsonObject =>
  Object.fromEntries(
    shape.members().flatMap(({ name, wireName, shape: member }) => {
      const node = children.get(wireName);
      return node ? [[name, readValue(node, member, wireName)]] : [];
    }),
  );

const readValue = (node: Node, shape: Shape, name: string): unknown => {
  switch (shape.kind) {
    case 'structure':
      return readMembers(node, shape);
    case 'list':
      return numbered(shape.element === undefined ? node : node.children.get(shape.element)).map((item) =>
        readValue(item, shape.item(), name),
      );
    case 'map':
      return Object.fromEntries(
        numbered(shape.isFlat ? node : node.children.get('entry')).map(({ children }) => {
          const value = children.get(shape.valueName);
          return [children.get(shape.keyName)?.text ?? '', value && readValue(value, shape.item(), name)];
        }),
      );
    case 'number':
      return readNumber(node.text, Number(node.text), name);
    case 'timestamp':
      return readNumber(node.text, Date.parse(node.text) / 1_000, name);
    case 'boolean':
      return node.text === 'true';
    case 'blob':
    case 'string':
      return node.text;
  }
};

/** The children named 1, 2, 3 and so on, in this order. */
const numbered = (node: Node | undefined): readonly Node[] =>
  [...(node?.children ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);

const readNumber = (text: string, value: number, name: string): number => {
  if (text !== '' && !Number.isNaN(value)) return value;
  throw new ServiceError('SerializationException', `The parameter ${name} has a malformed value: "${text}".`);
};
