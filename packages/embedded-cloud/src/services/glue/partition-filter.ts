import { ServiceError } from '../../core/service';

/** Whether a partition's values meet a filter of GetPartitions: comparisons of keys with texts, joined by AND. */
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
      throw new ServiceError('InvalidInputException', `The embedded Glue does not run the filter "${term.trim()}".`);
    }
    return (values: readonly string[]) => compare(values[index] ?? '', operator, value);
  });
  return (values) => comparisons.every((holds) => holds(values));
};

const compare = (one: string, operator: string, other: string): boolean => {
  switch (operator) {
    case '=':
      return one === other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
    default:
      return one !== other;
  }
};
