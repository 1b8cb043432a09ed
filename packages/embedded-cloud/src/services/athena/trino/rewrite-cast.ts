import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { hasCast } from './cast-macros';
import { rewriteZonedCast, textOf, zonedLiteral } from './rewrite-zones';
import { calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';

/** The name of a type in a CAST; DuckDB's JSON is not a type of the grammar. */
const typeOf = (target: unknown): string => {
  if (!isObject(target)) return '';
  const info = target['type_info'];
  return target['id'] === 'UNBOUND' && isObject(info) ? String(info['name']).toUpperCase() : String(target['id']);
};

/** Whether an expression is known to be JSON. */
const isJson = (node: unknown): boolean =>
  /^trino_(json_parse|json_extract|json_array_get|as_json)$/.test(calledBy(node) ?? '');

/** Rewrites a CAST or TRY_CAST. */
export const rewriteCast = (node: Node): Node => {
  const type = typeOf(node['cast_type']);
  return ofSpecialValue(node, type) ?? ofValue(node, type);
};

/** The CAST of a time in a zone or of JSON; undefined for any other value. */
const ofSpecialValue = (node: Node, type: string): Node | undefined => {
  const { child } = node;
  if (type === 'JSON') return macro('as_json', child);
  const zoned =
    (type.startsWith('TIMESTAMP') ? zonedLiteral(child) : undefined) ??
    rewriteZonedCast(child, type, (local) => rewriteCast({ ...node, child: local }));
  if (zoned) return zoned;
  if (calledBy(child) === 'trino_coarse_timestamp' && type === 'VARCHAR') return coarseText(child);
  if (isJson(child) && type === 'VARCHAR') return macro('json_text', child);
  return isJson(child) && hasCast(type) ? rewriteCast({ ...node, child: macro('json_scalar', child) }) : undefined;
};

/** The text of a timestamp literal keeps the digits of its fraction. */
const coarseText = (child: unknown): Node | undefined => {
  const [literal] = isObject(child) ? childrenOf(child) : [];
  const [, date = '', time = '', fraction = ''] = /^\s*([\d-]+) ([\d:]+)(\.\d+)?/.exec(textOf(literal)) ?? [];
  const pad = (text: string, separator: string): string =>
    text
      .split(separator)
      .map((part) => part.padStart(2, '0'))
      .join(separator);
  const seconds = time.split(':').length === 2 ? `${time}:00` : time;
  const text = textLiteral(`${pad(date, '-')} ${pad(seconds, ':')}${fraction}`);
  return macro('unless_null', macro('cast_timestamp', literal), text); // the cast checks the literal
};

/** Types whose CAST has the same meaning in DuckDB. */
const SAME = ['DECIMAL', 'TIMESTAMP WITH TIME ZONE', 'TIME', 'LIST', 'STRUCT'];

const ofValue = (node: Node, type: string): Node => {
  const { child, try_cast: isTry } = node;
  // The value is rounded already, which is the expensive part of the macro.
  if (calledBy(child) === 'trino_round') return node;
  // The literals true and false.
  if (type === 'BOOLEAN' && ['t', 'f'].includes(String(literalOf(child)?.value))) return node;
  if (type === 'VARCHAR') return literalOf(child) ? node : macro('text', child);
  if (hasCast(type)) return macro(`${isTry === true ? 'try_' : ''}cast_${type.toLowerCase()}`, child);
  if (SAME.includes(type) || (type === 'MAP' && isJson(child))) return node;
  throw new StatementError(
    'NOT_SUPPORTED: the embedded Athena does not support CAST to varbinary or interval, or to map of anything but JSON.',
  );
};
