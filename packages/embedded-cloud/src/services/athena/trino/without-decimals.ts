import { isObject } from '../../../core/service';
import { calledBy, childrenOf, macro, type Node } from './tree';

/**
 * Whether a statement has a decimal literal or a CAST AS decimal. Decimals that come only from the columns of a table are
 * rejected when they are divided or averaged.
 */
export const hasDecimals = (tree: unknown): boolean => JSON.stringify(tree).includes('"DECIMAL"');

/**
 * Replaces the macros that divide and average decimals by macros that reject them. The former repeat their operands about
 * sixty times to find the type of the result, so nested divisions would take seconds to plan.
 */
export const withoutDecimals = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutDecimals);
  if (!isObject(node)) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutDecimals(value)]));
  const replaced = replacementOf(inner);
  return replaced ? { ...replaced, alias: node['alias'] } : inner;
};

const replacementOf = (node: Node): Node | undefined => {
  const [first, second] = childrenOf(node);
  switch (calledBy(node)) {
    case 'trino_divide':
      return macro('divide_numbers', first, second);
    case 'trino_divide_safely':
      return macro('divide_numbers_safely', first, second);
    case 'trino_sum_operand':
      return first;
    case 'trino_plain_avg_operand':
      return macro('avg_operand', first);
    case 'trino_average':
      return first; // the average of the operand, which is checked
    default:
      return undefined;
  }
};
