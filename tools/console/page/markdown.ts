/*
 * The part of Markdown that dashboards and the runbook use: headings, paragraphs, lists, tables and fenced code, with
 * bold, emphasis, code and links. The parser returns plain data and never HTML, because texts come from outside.
 */
import { visible } from './format';

/** A text, or an element with its children. */
export type Inline =
  | string
  | {
      readonly tag: 'strong' | 'em' | 'code' | 'a';
      readonly children: readonly Inline[];
      /** Of an `a`. */
      readonly href?: string;
    };

/** A block with its texts as they are written. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      /** Whether each column is aligned to the right. */
      readonly aligned: readonly boolean[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'code'; readonly lines: readonly string[] };

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])|\[([^[\]]+)\]\(([^()\s]+)\)/gu;
const SAFE_TARGET = /^(https:\/\/|#)/;
/** A comment on a line of its own, for the editors of the text. */
const COMMENT = /^<!--.*-->$/gm;
const REFERENCE = /&#(\d{1,7});/g;

const toCharacter = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

const plain = (text: string): string =>
  visible(text.replace(REFERENCE, (_, code: string) => toCharacter(Number(code))));

/** Parses the text of a block. Links lead to https or within the page; of any other link only its text remains. */
export const inline = (text: string): readonly Inline[] => {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push(plain(text.slice(at, match.index)));
    found.push(...toNodes(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(plain(text.slice(at)));
  return found;
};

const toNodes = ([, code, bold, emphasis, label = '', href = '']: RegExpExecArray): readonly Inline[] => {
  if (code !== undefined) return [{ tag: 'code', children: [plain(code)] }];
  if (bold !== undefined) return [{ tag: 'strong', children: inline(bold) }];
  if (emphasis !== undefined) return [{ tag: 'em', children: inline(emphasis) }];
  return SAFE_TARGET.test(href) ? [{ tag: 'a', children: inline(label), href }] : inline(label);
};

/** A block that may still grow. */
type Growing =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      aligned: readonly boolean[];
      readonly rows: (readonly string[])[];
    }
  | { readonly kind: 'code'; readonly lines: string[]; isClosed: boolean };

/** Parses a text into headings, paragraphs, lists, tables and code. */
export const blocks = (markdown: string): readonly Block[] => {
  const found: Growing[] = [];
  let isAfterBlank = false;
  for (const line of markdown.replace(COMMENT, '').replaceAll('\t', ' ').split(/\r?\n/)) {
    const last = found.at(-1);
    if (last?.kind === 'code' && !last.isClosed) {
      if (line.startsWith('```')) last.isClosed = true;
      else last.lines.push(line);
    } else if (line.trim() !== '') {
      const open = isAfterBlank ? undefined : last;
      const begun = begin(line);
      const isAdded = begun ? joins(open, begun, line) : continues(open, line);
      if (!isAdded) found.push(begun ?? { kind: 'paragraph', text: line.trim() });
    }
    isAfterBlank = line.trim() === '' && !(last?.kind === 'code' && !last.isClosed);
  }
  return found.map((block) => (block.kind === 'code' ? { kind: 'code', lines: block.lines } : block));
};

/** The block that a line starts, regardless of the previous line; undefined for the text of a paragraph. */
const begin = (line: string): Growing | undefined => {
  if (line.startsWith('```')) return { kind: 'code', lines: [], isClosed: false };
  const [, hashes, heading = ''] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
  if (hashes !== undefined) return { kind: 'heading', level: hashes.length, text: heading };
  const [, bullet, item = ''] = /^\s*([-*]|\d+\.)\s+(.*)$/.exec(line) ?? [];
  if (bullet !== undefined) return { kind: 'list', ordered: bullet.endsWith('.'), items: [item] };
  return /^\s*\|/.test(line) ? { kind: 'table', head: cellsOf(line), aligned: [], rows: [] } : undefined;
};

/** Adds a line that starts no block to the open block; false if the line does not belong to it. */
const continues = (open: Growing | undefined, line: string): boolean => {
  if (open?.kind === 'paragraph') open.text += ` ${line.trim()}`;
  else if (open?.kind === 'list' && /^\s/.test(line)) open.items.push(`${open.items.pop() ?? ''} ${line.trim()}`);
  else return false;
  return true;
};

/** Adds a list item to the open list, or a row to the open table; false if the new block stands alone. */
const joins = (open: Growing | undefined, begun: Growing, line: string): boolean => {
  if (open?.kind === 'list' && begun.kind === 'list') {
    open.items.push(...begun.items);
    return true;
  }
  if (open?.kind !== 'table' || begun.kind !== 'table') return false;
  if (open.rows.length === 0 && isRule(line)) open.aligned = begun.head.map((cell) => cell.endsWith('-:'));
  else open.rows.push(begun.head);
  return true;
};

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** The line below a table's head. */
const isRule = (line: string): boolean => /^[\s|:-]+$/.test(line) && line.includes('-');

/** The anchor of a heading, as GitHub spells it. */
export const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
