import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { call, calledBy, childrenOf, columnRef, lambda, macro, type Node, number, withoutAlias } from './tree';

/** The names of a lambda's parameters, and its body. */
const partsOf = (node: unknown): { readonly names: readonly string[]; readonly body: unknown } => {
  if (!isObject(node) || node['class'] !== 'LAMBDA' || !isObject(node['lhs'])) {
    throw new StatementError('SYNTAX_ERROR: the function needs a lambda, such as x -> x + 1.');
  }
  const { lhs } = node;
  const parameters = calledBy(lhs) === 'row' ? childrenOf(lhs) : [lhs];
  return { names: parameters.map(nameOf), body: node['expr'] };
};

const nameOf = (node: Node): string => {
  const names: readonly unknown[] = Array.isArray(node['column_names']) ? node['column_names'] : [];
  return String(names.at(-1));
};

/** Evaluates the body of a lambda with a value for each parameter: a list of one element is transformed. */
export const apply = (node: unknown, values: readonly unknown[]): unknown => {
  const { names, body } = partsOf(node);
  return names.reduceRight<unknown>(
    (result, name, index) =>
      call(
        'array_extract',
        call('list_transform', call('list_value', values[index]), lambda([name], result)),
        number(1),
      ),
    body,
  );
};

/** A result that is null if one of the checked values is. */
export const unlessNull = (checked: readonly unknown[], result: unknown): Node =>
  checked.reduceRight<Node>((rest, one) => macro('unless_null', one, rest), result as Node);

const reduce = (node: Node): Node => {
  const [list, initial, step, finish] = childrenOf(node);
  const reduced = call('list_reduce', list, step, initial);
  const { names, body } = partsOf(finish);
  const isIdentity = isObject(body) && body['class'] === 'COLUMN_REF' && nameOf(body) === names[0];
  return isIdentity ? reduced : unlessNull([list], apply(finish, [reduced]));
};

const ELEMENT = 'trino_element';
const field = (name: string): Node => columnRef(ELEMENT, name);

const zipWith = (node: Node): Node => {
  const [left, right, join] = childrenOf(node);
  const at = (list: unknown): Node => call('array_extract', list, columnRef(ELEMENT));
  const positions = call('generate_series', number(1), call('greatest', call('len', left), call('len', right)));
  return unlessNull(
    [left, right],
    call('list_transform', positions, lambda([ELEMENT], apply(join, [at(left), at(right)]))),
  );
};

const match =
  (name: string) =>
  (node: Node): Node => {
    const [list, condition] = childrenOf(node);
    return macro(name, call('list_transform', list, condition));
  };

/** Rewrites a function of a map and a lambda (key, value) as one of its entries. */
const ofEntries =
  (functionName: string, toResult: (applied: unknown) => unknown) =>
  (node: Node): Node => {
    const [map, body] = childrenOf(node);
    const applied = apply(body, [field('key'), field('value')]);
    const entries = call(functionName, call('map_entries', map), lambda([ELEMENT], toResult(applied)));
    return call('map_from_entries', entries);
  };

/** Aggregates keys and values as entries; a null key is left out. Equal keys fail, because Trino keeps any one of them. */
export const mapAggregate = (node: Node): Node => {
  const [key, value] = childrenOf(node);
  const hasKey: Node = { class: 'OPERATOR', type: 'OPERATOR_IS_NOT_NULL', alias: '', children: [key] };
  const filter = isObject(node['filter'])
    ? { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', children: [hasKey, node['filter']] }
    : hasKey;
  return call('map_from_entries', {
    ...withoutAlias(node),
    function_name: 'array_agg',
    children: [call('row', key, value)],
    filter,
  });
};

/** Rewrites of functions with lambdas, and of functions that create maps. */
export const LAMBDA_REWRITES: Readonly<Record<string, (node: Node) => Node>> = {
  trino_reduce: reduce,
  trino_zip_with: zipWith,
  trino_any_match: match('match_any'),
  trino_all_match: match('match_all'),
  trino_none_match: match('match_none'),
  trino_map_filter: ofEntries('list_filter', (applied) => applied),
  trino_transform_values: ofEntries('list_transform', (applied) => call('row', field('key'), applied)),
  trino_transform_keys: ofEntries('list_transform', (applied) => call('row', applied, field('value'))),
  trino_map_agg: mapAggregate,
};

const MAPS =
  /^(map_from_entries|map_concat|histogram|trino_map|trino_map_concat|trino_map_from_entries|trino_split_to_map|trino_split_to_multimap|trino_multimap_from_entries|trino_array_histogram)$/;

/** Whether an expression is known to be a map. */
export const isMap = (node: unknown): boolean =>
  MAPS.test(calledBy(node) ?? '') ||
  (isObject(node) && node['class'] === 'CAST' && isObject(node['cast_type']) && node['cast_type']['id'] === 'MAP');
