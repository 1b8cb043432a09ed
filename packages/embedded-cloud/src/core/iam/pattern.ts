import { type RequestContext, toConditionKey } from './access';

/** Whether a value of the request matches. The context has the values of policy variables. */
export type Matcher = (value: string, context: RequestContext) => boolean;

/** `${aws:userid}` or `${aws:userid, 'default'}`. */
const VARIABLE = /\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}/g;

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const CHARACTERS = ['*', '?', '$'];

/** The condition keys that the policy variables of a text name. */
export const variablesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(VARIABLE), ([, name = '']) => name).filter((name) => !CHARACTERS.includes(name));

/**
 * Replaces the policy variables of a pattern; undefined when the request lacks one that has no default, because such a
 * pattern matches nothing. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const render = (
  pattern: string,
  context: RequestContext,
  toText: (text: string, before: string) => string,
  toValue: (value: string) => string,
): string | undefined => {
  let rendered = '';
  let end = 0;
  for (const found of pattern.matchAll(VARIABLE)) {
    const [whole, name = '', fallback] = found;
    const value = CHARACTERS.includes(name) ? name : (valueIn(context, name) ?? fallback);
    if (typeof value !== 'string') return undefined;
    rendered += toText(pattern.slice(end, found.index), pattern.slice(0, end)) + toValue(value);
    end = found.index + whole.length;
  }
  return rendered + toText(pattern.slice(end), pattern.slice(0, end));
};

const valueIn = (context: RequestContext, name: string): string | readonly string[] | undefined => {
  const key = toConditionKey(name);
  return key && context[key];
};

const hasVariables = (pattern: string): boolean => pattern.includes('${');

/** Matches the text exactly, after policy variables are replaced. */
export const exactly = (pattern: string, isCaseSensitive = true): Matcher => {
  const fold = (text: string): string => (isCaseSensitive ? text : text.toLowerCase());
  const expected = fold(pattern);
  if (!hasVariables(pattern)) return (value) => fold(value) === expected;
  return (value, context) => {
    const text = render(pattern, context, String, String);
    return text !== undefined && fold(value) === fold(text);
  };
};

/** `*` matches any text, `?` any one character. */
export const wildcard = (pattern: string, isCaseSensitive = true): Matcher => {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return exactly(pattern, isCaseSensitive);
  return expression(pattern, (text) => toSource(text, '[^]'), isCaseSensitive ? '' : 'i');
};

const ARN_PARTS = 6;

/** The colons of a pattern outside its variables. */
const colonsIn = (pattern: string): number => pattern.replace(VARIABLE, '').split(':').length - 1;

/**
 * Matches an ARN part by part: a wildcard does not reach over a colon, except in the last part. Missing parts match
 * anything. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const arnLike = (pattern: string): Matcher => {
  if (pattern === '*') return () => true;
  const missing = ARN_PARTS - 1 - colonsIn(pattern);
  if (missing <= 0 && !/[*?]/.test(pattern)) return exactly(pattern);
  const complete = missing > 0 ? `${pattern}${':*'.repeat(missing)}` : pattern;
  return expression(complete, (text, before) => {
    let colons = colonsIn(before);
    return text.replace(/[^:]+|:/g, (part) => {
      if (part === ':') colons += 1;
      return toSource(part, colons < ARN_PARTS - 1 ? '[^:]' : '[^]');
    });
  });
};

/**
 * Makes a matcher from a pattern whose pieces between variables `translate` turns into the source of a regular
 * expression; `before` is the pattern up to the piece.
 */
const expression = (pattern: string, translate: (text: string, before: string) => string, flags = ''): Matcher => {
  const compile = (context: RequestContext): RegExp | undefined => {
    const source = render(pattern, context, translate, escape);
    return source === undefined ? undefined : new RegExp(`^${source}$`, flags);
  };
  const fixed = hasVariables(pattern) ? undefined : compile({});
  return (value, context) => (fixed ?? compile(context))?.test(value) ?? false;
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const toSource = (text: string, any: string): string =>
  escape(text).replaceAll('\\*', `${any}*`).replaceAll('\\?', any);
