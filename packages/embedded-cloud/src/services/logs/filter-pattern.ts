import { invalidParameter } from './errors';
import { toJsonFilter } from './json-pattern';
import type { MessageFilter } from './message-filter';
import { escapeRegExp, toRegExp } from './regular-expressions';

interface Term {
  readonly sign: string;
  readonly matches: MessageFilter;
}

/**
 * Parses a filter pattern: terms, `"quoted phrases"`, `?any`, `-not`, `%regular expressions%`, or a JSON pattern in braces.
 * A term matches whole words, in the same case. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const toFilter = (pattern: string): MessageFilter => {
  const text = pattern.trim();
  if (text.startsWith('{')) return toJsonFilter(text);
  if (text.startsWith('[')) {
    throw invalidParameter(
      'The embedded CloudWatch Logs does not support filter patterns for space-delimited fields, [ … ].',
    );
  }
  const terms = [...text.matchAll(/([?-]?)("(?:\\.|[^"\\])*"|%[^%]*%|[^\s"]+)/g)].map(toTerm);
  const [any, not, all] = ['?', '-', ''].map((sign) => terms.filter((term) => term.sign === sign)) as [
    Term[],
    Term[],
    Term[],
  ];
  if (any.length > 0 && any.length < terms.length) {
    throw invalidParameter('The embedded CloudWatch Logs does not support ?terms together with other terms.');
  }
  if (any.length > 0) return (message) => any.some(({ matches }) => matches(message));
  return (message) => all.every(({ matches }) => matches(message)) && !not.some(({ matches }) => matches(message));
};

const toTerm = ([, sign = '', text = '']: RegExpMatchArray): Term => ({ sign, matches: toMatcher(text) });

const toMatcher = (text: string): MessageFilter => {
  if (text.startsWith('%') && text.endsWith('%')) {
    const expression = toRegExp(text.slice(1, -1));
    return (message) => expression.test(message);
  }
  const phrase = text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
  if (!text.startsWith('"') && !/^\w+$/.test(phrase)) {
    throw invalidParameter(
      `Invalid character(s) in term '${text}': quote a term that has others than letters and digits.`,
    );
  }
  const [before, after] = [/^\w/.test(phrase) ? '(?<!\\w)' : '', /\w$/.test(phrase) ? '(?!\\w)' : ''];
  const expression = new RegExp(before + escapeRegExp(phrase) + after);
  return (message) => expression.test(message);
};
