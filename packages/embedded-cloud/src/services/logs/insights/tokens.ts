import { malformedQuery } from '../errors';

/** One token of a query, with its place in the text. */
export interface Token {
  readonly kind: 'word' | 'field' | 'number' | 'duration' | 'text' | 'regex' | 'symbol';
  /** The word or symbol itself, the content of a quoted text or name, or the source of a regular expression. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s+|#[^\n]*)/y],
  ['duration', /\d+(?:milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b/iy],
  ['number', /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy],
  ['text', /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/y],
  ['field', /`[^`]*`/y],
  ['word', /@?[a-z_][\w.@]*/iy],
  ['symbol', /=~|!=|<=|>=|[|,()[\]=<>+\-*/%^]/y],
];

const REGEX = /\/(?:\\.|[^/\\\n])+\//y;

/** Splits a query of Logs Insights into tokens. */
export const tokenize = (query: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let start = 0; start < query.length;) {
    const { kind, end } = tokenAt(query, start, tokens);
    if (kind !== 'space') tokens.push({ kind, text: contentOf(kind, query.slice(start, end)), start, end });
    start = end;
  }
  return tokens;
};

const tokenAt = (query: string, start: number, before: readonly Token[]) => {
  const patterns = expectsRegex(before) ? [['regex', REGEX] as const, ...PATTERNS] : PATTERNS;
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    if (pattern.test(query)) return { kind, end: pattern.lastIndex };
  }
  throw malformedQuery(`unexpected symbol found ${query[start] ?? ''} at position ${start}`);
};

/** A slash begins a regular expression after `like` and `=~`, and after `parse <field>`; elsewhere it divides. */
const expectsRegex = (before: readonly Token[]): boolean => {
  const [parse, last] = [before.at(-2), before.at(-1)];
  if (last === undefined) return false;
  return last.text === '=~' || isWord(last, 'like') || (parse !== undefined && isWord(parse, 'parse'));
};

/** Whether a token is this keyword, in any case. */
export const isWord = ({ kind, text }: Token, keyword: string): boolean =>
  kind === 'word' && text.toLowerCase() === keyword;

const contentOf = (kind: Token['kind'], text: string): string => {
  switch (kind) {
    case 'text':
      return text.slice(1, -1).replace(/\\(["'\\])/g, '$1');
    case 'field':
    case 'regex':
      return text.slice(1, -1);
    default:
      return text;
  }
};
