import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromName } from './object-path';

/** The highest character: a prefix followed by it sorts after every key with that prefix. */
const LAST = '\u{10FFFF}';

/**
 * The position of a listing: it returns only keys greater than `after`. A caller may advance it while the listing runs.
 */
export interface Cursor {
  after: string;
}

/** A position after every key that starts with `prefix`. */
export const endOfPrefix = (prefix: string): string => prefix + LAST;

/** The end of a prefix without its last character, which no key can name; any other position as it is. */
export const withoutEnd = (position: string): string =>
  position.endsWith(LAST) ? position.slice(0, -LAST.length) : position;

interface Entry {
  /** A complete segment of a key. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly path: string;
}

/** The keys under a bucket's folder that start with `prefix`, in the order of their UTF-8 bytes, as S3 lists them. */
export function* objectKeys(folder: string, prefix: string, cursor: Cursor, base = ''): Generator<string> {
  for (const entry of sortByKey(listEntries(folder))) {
    const key = base + entry.name;
    if (!entry.isFolder) {
      if (key.startsWith(prefix) && isBefore(cursor.after, key)) yield key;
      continue;
    }
    const below = `${key}/`;
    const matches = below.startsWith(prefix) || prefix.startsWith(below);
    if (matches && isBefore(cursor.after, endOfPrefix(below))) yield* objectKeys(entry.path, prefix, cursor, below);
  }
}

const listEntries = (folder: string, start = ''): Entry[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const { text, continues } = fromName(found.name);
    const path = join(folder, found.name);
    if (continues) return listEntries(path, start + text);
    return found.isFile() || found.isDirectory() ? [{ name: start + text, isFolder: found.isDirectory(), path }] : [];
  });

const sortByKey = (entries: Entry[]): Entry[] =>
  entries
    .map((entry) => ({ entry, order: Buffer.from(entry.isFolder ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.order, b.order))
    .map(({ entry }) => entry);

const isBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
