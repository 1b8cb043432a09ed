import { ServiceError } from '../../core/service';

/**
 * Parses a filter of GetPartitions, comparisons of keys with texts joined by AND, to a predicate on a partition's
 * values.
 */
export const partitionFilter = (
  expression: string | undefined,
  keys: readonly string[],
): ((values: readonly string[]) => boolean) => {
  const terms = (expression ?? '').trim() === '' ? [] : (expression ?? '').split(/\s+and\s+/i);
  const comparisons = terms.map((term) => {
    const [, key = '', operator = '', value = ''] =
      /^\s*\(?\s*(\w+)\s*(=|<=|>=|<|>|<>|!=)\s*'([^']*)'\s*\)?\s*$/.exec(term) ?? [];
    const index = keys.indexOf(key);
    if (index < 0) {
      const message = `The embedded Glue does not support the filter "${term.trim()}".`;
      throw new ServiceError('InvalidInputException', message);
    }
    return (values: readonly string[]) => compare(values[index] ?? '', operator, value);
  });
  return (values) => comparisons.every((holds) => holds(values));
};

const compare = (left: string, operator: string, right: string): boolean => {
  switch (operator) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return left !== right;
  }
};
