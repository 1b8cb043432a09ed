/*
 * As much Markdown as dashboards and the runbook use: headings, paragraphs, lists, tables and fenced code, with bold, emphasis,
 * code and links in them. It is parsed into plain data, for what it says comes from outside: see markdown-view.js.
 */
import { visible } from './format.js';

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])|\[([^[\]]+)\]\(([^()\s]+)\)/gu;
const SAFE_TARGET = /^(https:\/\/|#)/;
const REFERENCE = /&#(\d{1,7});/g;

const toCharacter = (code) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

const plain = (text) => visible(text.replace(REFERENCE, (_, code) => toCharacter(Number(code))));

/**
 * Text as a list of strings and of {tag: strong | em | code | a, children, href}. A link leads to https or within the page;
 * of any other only its text is left.
 */
export const inline = (text) => {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push(plain(text.slice(at, match.index)));
    found.push(...toNodes(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(plain(text.slice(at)));
  return found;
};

const toNodes = ([, code, bold, emphasis, label, href]) => {
  if (code !== undefined) return [{ tag: 'code', children: [plain(code)] }];
  if (bold !== undefined) return [{ tag: 'strong', children: inline(bold) }];
  if (emphasis !== undefined) return [{ tag: 'em', children: inline(emphasis) }];
  return SAFE_TARGET.test(href) ? [{ tag: 'a', children: inline(label), href }] : inline(label);
};

const cellsOf = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const isRule = (line) => /^[\s|:-]+$/.test(line) && line.includes('-');

/** Reads the line into the block that is open, or tells that it begins another. */
const CONTINUES = {
  code: (block, line) => {
    if (line.startsWith('```')) block.closed = true;
    else block.lines.push(line);
    return true;
  },
  paragraph: (block, line) => {
    block.text += ` ${line.trim()}`;
    return true;
  },
  list: (block, line) => {
    if (!/^\s/.test(line)) return false;
    block.items.push(`${block.items.pop()} ${line.trim()}`);
    return true;
  },
};

/** Each line that begins a block of its own, or an item or a row of one, whatever was before it. */
const STARTS = [
  [/^```/, () => ({ kind: 'code', lines: [] })],
  [/^(#{1,6})\s+(.*)$/, ([, hashes, text]) => ({ kind: 'heading', level: hashes.length, text, closed: true })],
  [/^\s*[-*]\s+(.*)$/, ([, item]) => ({ kind: 'list', ordered: false, items: [item] })],
  [/^\s*\d+\.\s+(.*)$/, ([, item]) => ({ kind: 'list', ordered: true, items: [item] })],
  [/^\s*\|/, ({ input }) => ({ kind: 'table', head: cellsOf(input), aligned: [], rows: [], closed: true })],
];

const started = (line) => {
  for (const [pattern, toBlock] of STARTS) {
    const match = pattern.exec(line);
    if (match) return toBlock(match);
  }
  return undefined;
};

/** Joins a block with the one before it where they are two of one list, or two rows of one table. */
const joins = (last, block, line) => {
  if (last?.kind === 'list' && block.kind === 'list' && !last.ended) {
    last.items.push(...block.items);
    return true;
  }
  if (last?.kind !== 'table' || block.kind !== 'table' || last.ended) return false;
  if (last.rows.length === 0 && isRule(line)) last.aligned = block.head.map((cell) => cell.endsWith('-:'));
  else last.rows.push(block.head);
  return true;
};

/** The blocks of a text: headings, paragraphs, lists, tables and code, their texts as they are written. */
export const blocks = (markdown) => {
  const found = [];
  for (const line of markdown.replaceAll('\t', ' ').split(/\r?\n/)) {
    const last = found.at(-1);
    const isOpen = last !== undefined && !last.closed && !last.ended;
    if (isOpen && last.kind === 'code') CONTINUES.code(last, line);
    else if (line.trim() === '') {
      if (last) last.ended = true;
    } else {
      const block = started(line);
      if (block) {
        if (!joins(last, block, line)) found.push(block);
      } else if (!isOpen || !CONTINUES[last.kind]?.(last, line)) found.push({ kind: 'paragraph', text: line.trim() });
    }
  }
  return found.map(({ closed, ended, ...block }) => block);
};

/** A heading's anchor, as GitHub spells it. */
export const toAnchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
