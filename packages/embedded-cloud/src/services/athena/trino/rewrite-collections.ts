import { isObject } from '../../../core/service';
import { PREFIX } from './prefix';
import { apply, mapAggregate, unlessNull } from './rewrite-lambdas';
import { call, childrenOf, columnRef, lambda, macro, type Node, number, withoutAlias } from './tree';

const variable = (name: string): string => `${PREFIX}${name}`;
const use = (name: string): Node => columnRef(variable(name));

/** The values of an aggregate's argument as a list, without nulls. */
const gathered = (node: Node, value: Node | undefined): Node => {
  const isPresent: Node = { class: 'OPERATOR', type: 'OPERATOR_IS_NOT_NULL', alias: '', children: [value] };
  const filter = isObject(node['filter'])
    ? { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', children: [isPresent, node['filter']] }
    : isPresent;
  return { ...withoutAlias(node), function_name: 'array_agg', children: [value], filter };
};

const mapUnion = (node: Node): Node =>
  call('map_from_entries', call('flatten', gathered(node, call('map_entries', childrenOf(node)[0]))));

const reduceAggregate = (node: Node): Node => {
  const [value, initial, step] = childrenOf(node);
  return call('list_reduce', gathered(node, value), step, initial);
};

const comparison = (type: string, left: unknown): Node => ({
  ...{ class: 'COMPARISON', type, alias: '', left, right: number(0) },
});

/** Sorts by insertion: an element goes before those that the comparison puts after it. */
const sortBy = (node: Node): Node => {
  const [list, compare] = childrenOf(node);
  if (compare === undefined) return node;
  const inserted = call('array_extract', use('inserted'), number(1));
  const compared = apply(compare, [use('sorted'), inserted]);
  const part = (type: string): Node =>
    call('list_filter', use('all'), lambda([variable('sorted')], comparison(type, compared)));
  const insert = call(
    'list_concat',
    call('list_concat', part('COMPARE_LESSTHANOREQUALTO'), use('inserted')),
    part('COMPARE_GREATERTHAN'),
  );
  const singles = call('list_transform', list, lambda([variable('one')], call('list_value', use('one'))));
  return macro(
    'unless_short',
    list,
    call('list_reduce', singles, lambda([variable('all'), variable('inserted')], insert)),
  );
};

/** The names at several extremes. DuckDB leaves out names that are null, so each is put into a list. */
const severalExtremes =
  (name: string) =>
  (node: Node): Node => {
    const [named, by, count] = childrenOf(node);
    const lists = { ...withoutAlias(node), children: [call('list_value', named), by, count], function_name: name };
    return call('list_transform', lists, lambda([variable('one')], call('array_extract', use('one'), number(1))));
  };

const zipMaps = (node: Node): Node => {
  const [left, right, join] = childrenOf(node);
  const keys = call('list_distinct', call('list_concat', call('map_keys', left), call('map_keys', right)));
  const valueIn = (map: unknown): Node => call('map_extract_value', map, use('key'));
  const joined = apply(join, [use('key'), valueIn(left), valueIn(right)]);
  const entry = call('row', use('key'), joined);
  return unlessNull(
    [left, right],
    call('map_from_entries', call('list_transform', keys, lambda([variable('key')], entry))),
  );
};

const mostFrequent = (node: Node): Node => {
  const [count, value] = childrenOf(node);
  const histogram = { ...withoutAlias(node), function_name: 'histogram', children: [value] };
  return call('map_from_entries', macro('most_frequent', histogram, count));
};

/** Rewrites of functions and aggregates of arrays and maps. */
export const COLLECTION_REWRITES: Readonly<Record<string, (node: Node) => Node>> = {
  trino_map_union: mapUnion,
  trino_reduce_agg: reduceAggregate,
  trino_multimap_agg: (node) => macro('multimap_from_entries', childrenOf(mapAggregate(node))[0]),
  trino_array_sort: sortBy,
  trino_map_zip_with: zipMaps,
  trino_approx_most_frequent: mostFrequent,
  // A sketch is known only by the number of its values.
  trino_approx_set: (node) => macro('sketch', { ...withoutAlias(node), function_name: 'approx_count_distinct' }),
  trino_empty_approx_set: () => macro('sketch', number(0)),
};

/** Rewrites of DuckDB's functions that the translation writes. */
export const EXTREME_REWRITES: Readonly<Record<string, (node: Node) => Node>> = {
  arg_max: severalExtremes('arg_max'),
  arg_min: severalExtremes('arg_min'),
};
