import { malformedQuery } from '../errors';
import { escapeRegExp } from '../regular-expressions';

/** The expression of a pattern: `/…/`, which may begin with `(?i)`, or a text that must be contained. */
export const toPattern = (kind: string, source: string): RegExp => {
  if (kind === 'text') return new RegExp(escapeRegExp(source));
  const [, flag, expression = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(source) ?? [];
  try {
    return new RegExp(expression.replaceAll('(?P<', '(?<'), flag === undefined ? '' : 'i');
  } catch {
    throw malformedQuery(`/${source}/ is not a regular expression.`);
  }
};
