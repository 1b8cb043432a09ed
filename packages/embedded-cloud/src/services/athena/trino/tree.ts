import { isObject, type JsonObject } from '../../../core/service';
import { numberOf } from './exact-json';
import { PREFIX } from './prefix';

/** An expression in DuckDB's JSON tree of a statement. */
export type Node = JsonObject;

/** A call of a function or an operator. */
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
  // Infix notation for operators.
  is_operator: !/\w/.test(name),
  export_state: false,
});

/** A call of a macro of this folder. */
export const macro = (name: string, ...children: readonly unknown[]): Node => call(`${PREFIX}${name}`, ...children);

/** The name of the function that a node calls; undefined when it is not a call. */
export const calledBy = (node: unknown): string | undefined =>
  isObject(node) && node['class'] === 'FUNCTION' ? String(node['function_name']) : undefined;

export const childrenOf = (node: Node): readonly Node[] =>
  Array.isArray(node['children']) ? node['children'].filter(isObject) : [];

/** A copy that can be an argument: DuckDB takes the alias of an argument as the name of a parameter. */
export const withoutAlias = (node: Node): Node => ({ ...node, alias: '' });

/** A text literal. */
export const textLiteral = (text: string): Node => ({
  ...{ class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '' },
  value: { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: text },
});

/** The type and value of a literal; undefined when the node is not a literal. */
export const literalOf = (node: unknown): { readonly type: string; readonly value: unknown } | undefined => {
  if (!isObject(node) || node['class'] !== 'CONSTANT' || !isObject(node['value'])) return undefined;
  const { type, value } = node['value'];
  return { type: isObject(type) ? String(type['id']) : '', value: numberOf(value) ?? value };
};

/** An integer literal. */
export const number = (value: number): Node => ({
  ...{ class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '' },
  value: { type: { id: 'INTEGER', type_info: null }, is_null: false, value },
});

/** A column, or a field of one. */
export const columnRef = (...names: readonly string[]): Node => ({
  ...{ class: 'COLUMN_REF', type: 'COLUMN_REF', alias: '', column_names: names },
});

/** A lambda. */
export const lambda = (names: readonly string[], body: unknown): Node => {
  const parameters = names.map((name) => columnRef(name));
  const lhs = parameters.length === 1 ? parameters[0] : call('row', ...parameters);
  return { ...{ class: 'LAMBDA', type: 'LAMBDA', alias: '' }, lhs, expr: body };
};

/** Whether an expression contains a subquery, which must not be duplicated. */
export const hasSubquery = (node: unknown): boolean =>
  Array.isArray(node)
    ? node.some(hasSubquery)
    : isObject(node) && (node['class'] === 'SUBQUERY' || Object.values(node).some(hasSubquery));
