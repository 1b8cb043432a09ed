import { isObject, type JsonObject } from '../../../core/service';
import { numberOf } from './exact-json';
import { PREFIX } from './macros';

/** An expression of a statement, as DuckDB writes its tree. */
export type Node = JsonObject;

/** A call of one of the macros, or of an operator. */
export const call = (name: string, ...children: readonly unknown[]): Node => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  function_name: name,
  schema: '',
  catalog: '',
  children,
  filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: false,
  // Operators are written between their operands.
  is_operator: !/\w/.test(name),
  export_state: false,
});

/** A call of one of this folder's macros. */
export const macro = (name: string, ...children: readonly unknown[]): Node => call(`${PREFIX}${name}`, ...children);

/** A function's name; undefined of what is no call. */
export const calledBy = (node: unknown): string | undefined =>
  isObject(node) && node['class'] === 'FUNCTION' ? String(node['function_name']) : undefined;

export const childrenOf = (node: Node): readonly Node[] =>
  Array.isArray(node['children']) ? node['children'].filter(isObject) : [];

/** A text in the place of an expression. */
export const textLiteral = (text: string): Node => ({
  ...{ class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '' },
  value: { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: text },
});

/** What a literal holds; undefined of what is none. */
export const literalOf = (node: unknown): { readonly type: string; readonly value: unknown } | undefined => {
  if (!isObject(node) || node['class'] !== 'CONSTANT' || !isObject(node['value'])) return undefined;
  const { type, value } = node['value'];
  return { type: isObject(type) ? String(type['id']) : '', value: numberOf(value) ?? value };
};

/** What is asked of subqueries is not asked twice. */
export const hasSubquery = (node: unknown): boolean =>
  Array.isArray(node)
    ? node.some(hasSubquery)
    : isObject(node) && (node['class'] === 'SUBQUERY' || Object.values(node).some(hasSubquery));
