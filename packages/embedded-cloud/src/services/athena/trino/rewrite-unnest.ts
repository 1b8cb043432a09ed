import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { isMap } from './rewrite-lambdas';
import { call, calledBy, childrenOf, macro, type Node, number } from './tree';

/**
 * Rewrites UNNEST in FROM. DuckDB's takes one array and does not expand rows; in a SELECT list it does both, so the call
 * becomes a subquery there.
 */
export const rewriteUnnest = (node: Node): Node => {
  const unnest = node['function'];
  if (node['type'] !== 'TABLE_FUNCTION' || !isObject(unnest) || calledBy(unnest) !== 'unnest') return node;
  const lists = childrenOf(unnest).map((list) => (isMap(list) ? call('map_entries', list) : list));
  const aliases: readonly unknown[] = Array.isArray(node['column_name_alias']) ? node['column_name_alias'] : [];
  const hasOrdinality = node['with_ordinality'] === 'WITH_ORDINALITY';
  const columns = aliases.length - (hasOrdinality ? 1 : 0);
  const [first] = lists;
  if (lists.length === 1 && columns <= 1) {
    return { ...node, function: { ...unnest, children: [macro('unnest_operand', first)] } };
  }
  if (hasOrdinality) {
    throw new StatementError('NOT_SUPPORTED: the embedded Athena supports WITH ORDINALITY for one array without rows.');
  }
  if (columns < lists.length || (lists.length > 1 && columns > lists.length)) {
    throw new StatementError('NOT_SUPPORTED: the embedded Athena expands rows only for UNNEST of one array.');
  }
  const expanded =
    lists.length === 1
      ? [call('unnest', macro('rows_operand', first), { ...number(2), alias: 'max_depth' })]
      : lists.map((list) => call('unnest', macro('unnest_operand', list)));
  return {
    ...{ type: 'SUBQUERY', alias: node['alias'], sample: null, column_name_alias: aliases },
    subquery: { node: selectOf(expanded), named_param_map: [] },
  };
};

const selectOf = (columns: readonly Node[]): Node => ({
  ...{ type: 'SELECT_NODE', modifiers: [], cte_map: { map: [] }, select_list: columns },
  ...{ from_table: { type: 'EMPTY', alias: '', sample: null }, where_clause: null, group_expressions: [] },
  ...{ group_sets: [], aggregate_handling: 'STANDARD_HANDLING', having: null, sample: null, qualify: null },
});

/** Trino does not run an UNNEST of outer columns in a subquery that is an expression. */
export const rejectCorrelatedUnnest = (node: Node): void => {
  if (node['class'] !== 'SUBQUERY' || !isObject(node['subquery']) || !isObject(node['subquery']['node'])) return;
  const from = node['subquery']['node']['from_table'];
  if (isObject(from) && from['type'] === 'TABLE_FUNCTION' && JSON.stringify(from).includes('"COLUMN_REF"')) {
    throw new StatementError('NOT_SUPPORTED: Given correlated subquery is not supported');
  }
};
