import { isObject, type Json, mapLeaves, toJson } from './json';
import { decodeReferences, encodeReferences } from './references';
import { expand, summarize } from './summary';
import { fromYaml, toYaml } from './yaml';

/**
 * Writes a template for review: YAML with references inside the text, and with tables of repeated structures.
 * The text holds the whole template, apart from the hashes of assets: {@link parseTemplate} reads it back.
 */
export const serializeTemplate = (template: unknown): string =>
  toYaml(summarize(encodeReferences(normalizeTemplate(template))));

/** Reads what {@link serializeTemplate} wrote, and returns the normalized template. */
export const parseTemplate = (text: string): Json => decodeReferences(expand(fromYaml(text)));

/** Sorts keys, and replaces the hashes of assets, which change with every change of a bundle. */
export const normalizeTemplate = (template: unknown): Json =>
  mapLeaves(sortKeys(toJson(template)), (leaf) =>
    typeof leaf === 'string' ? leaf.replaceAll(/\b[0-9a-f]{64}\b/g, '<asset>') : leaf,
  );

/** The type of a resource comes first. */
const sortKeys = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const isType = (key: string): number => Number(key === 'Type');
  const entries = Object.entries(value).sort(([a], [b]) => isType(b) - isType(a) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
};

/** Writes the templates of a snapshot with {@link serializeTemplate}. */
export const templateSerializer: jest.SnapshotSerializerPlugin = {
  test: (value: unknown) => typeof value === 'object' && value !== null && 'Resources' in value,
  serialize: serializeTemplate,
};
