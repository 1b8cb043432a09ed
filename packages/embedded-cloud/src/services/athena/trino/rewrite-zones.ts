import { isObject } from '../../../core/service';
import { call, calledBy, childrenOf, literalOf, macro, type Node, textLiteral } from './tree';

/*
 * AT TIME ZONE. A value of DuckDB has no zone, so `trino_zoned(zone, instant)` marks where one would be, and the function
 * that reads it is rewritten to read the local time. A mark that is left fails the query.
 */
const MARK = 'trino_zoned';

/** The local time of a marked time; undefined for any other expression. */
export const localTimeOf = (node: unknown): Node | undefined => {
  if (!isObject(node)) return undefined;
  if (calledBy(node) === MARK) return macro('local', ...childrenOf(node));
  // The beginning of a local day is marked too, by a date_trunc around the mark.
  const [unit, time] = calledBy(node) === 'trino_date_trunc' ? childrenOf(node) : [];
  const local = time && localTimeOf(time);
  return local && macro('date_trunc', unit, local);
};

/** The text of the zone of a marked time. */
const zoneOf = (node: unknown): Node | undefined => {
  if (!isObject(node)) return undefined;
  const [first, second] = childrenOf(node);
  if (calledBy(node) === MARK) return first;
  return calledBy(node) === 'trino_date_trunc' ? zoneOf(second) : undefined;
};

/** Replaces marked times among the arguments by their local times. */
const withLocalTimes = (node: Node): Node => ({
  ...node,
  children: childrenOf(node).map((child) => localTimeOf(child) ?? child),
});

/** Replaces a marked time by its instant. */
export const instantOf = (node: unknown): unknown =>
  isObject(node) && calledBy(node) === MARK ? macro('instant', childrenOf(node)[1]) : node;

/** Rewrites the CAST of a marked time; undefined for any other CAST. */
export const rewriteZonedCast = (child: unknown, type: string, castLocal: (local: Node) => Node): Node | undefined => {
  const local = localTimeOf(child);
  if (!local) return undefined;
  if (type !== 'VARCHAR') return castLocal(local);
  return call('||', call('||', macro('text', local), textLiteral(' ')), zoneOf(child));
};

const LITERAL =
  /^(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?) ?([A-Za-z]+(?:\/\w+)+|UTC|[+-]\d{2}:\d{2})$/;

/** The text of a literal; empty for any other expression. */
export const textOf = (node: unknown): string => {
  const value = literalOf(node)?.value;
  return typeof value === 'string' ? value : '';
};

/** A marked time for a literal with a zone, such as TIMESTAMP '2026-01-01 10:00 Europe/Paris'. */
export const zonedLiteral = (child: unknown): Node | undefined => {
  const [, time = '', zone = ''] = LITERAL.exec(textOf(child)) ?? [];
  if (zone === '') return undefined;
  if (/^[+-]/.test(zone)) return macro('zoned', textLiteral(zone), macro('instant', textLiteral(`${time}${zone}`)));
  const local = macro('cast_timestamp', textLiteral(time));
  return macro('zoned', textLiteral(zone), call('timezone', textLiteral(zone), local));
};

/** Functions of times that read the local time. */
const READS_LOCAL =
  /^trino_(year|quarter|month|week|week_of_year|day|day_of_month|day_of_week|dow|day_of_year|doy|year_of_week|yow|hour|minute|second|millisecond|last_day_of_month)$/;

/** Rewrites of functions that create or read times in zones. */
export const rewriteZones = (node: Node): Node => {
  const name = calledBy(node) ?? '';
  const [first, second] = childrenOf(node);
  if (name === 'timezone') return macro('zoned', first, instantOf(second));
  if (name === 'trino_at_timezone') return macro('zoned', second, instantOf(first));
  if (name === 'trino_with_timezone') return macro('zoned', second, call('timezone', second, first));
  if (name === 'trino_to_unixtime') return { ...node, children: [instantOf(first)] };
  if (/^trino_timezone_(hour|minute)$/.test(name) && first && calledBy(first) === MARK)
    return macro(name.replace('trino_', 'zone_'), ...childrenOf(first));
  return READS_LOCAL.test(name) ? withLocalTimes(node) : node;
};
