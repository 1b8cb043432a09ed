import type { LogEvent } from '../log-event';
import type { LogGroup } from '../log-group';
import { type Command, MAX_LIMIT } from './commands';
import { compare } from './expression';
import { type Row, toRow, toText } from './row';

/** A row of a result, as the API returns it. */
type ResultRow = readonly { readonly field: string; readonly value: string }[];

/** The rows of a query, and how much it read. */
export interface QueryResult {
  readonly rows: readonly ResultRow[];
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
}

/** The input of a query. */
export interface QueryRun {
  readonly groups: readonly LogGroup[];
  readonly accountId: string;
  readonly commands: readonly Command[];
  /** Epoch ms; both ends belong to the range. */
  readonly range: { readonly start: number; readonly end: number };
  /** Used unless the query has a limit of its own. */
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

/** Runs a query over the events of log groups, newest first. */
export const runQuery = async (run: QueryRun): Promise<QueryResult> => {
  const { commands } = run;
  const firstTable = commands.findIndex(({ kind }) => kind === 'table');
  const leading = firstTable < 0 ? commands : commands.slice(0, firstTable);
  const matched: Row[] = [];
  let [recordsScanned, bytesScanned] = [0, 0];
  for (const group of run.groups) {
    for await (const event of eventsIn(group, run)) {
      recordsScanned += 1;
      bytesScanned += Buffer.byteLength(event.message);
      const row = applyToRow(leading, toRow(event, `${run.accountId}:${group.name}`));
      if (row) matched.push(row);
    }
  }
  let rows: readonly Row[] = matched.toSorted((a, b) => compare(b.get('@timestamp'), a.get('@timestamp')));
  for (const command of commands.slice(leading.length)) rows = applyToTable(command, rows);
  const limit = commands.some((command) => command.kind === 'table' && command.limit) ? MAX_LIMIT : run.limit;
  const { names, hasPointer } = columnsOf(commands);
  return {
    rows: rows.slice(0, limit ?? MAX_LIMIT).map((row) => toResultRow(row, hasPointer ? [...names, '@ptr'] : names)),
    ...{ recordsMatched: matched.length, recordsScanned, bytesScanned },
  };
};

async function* eventsIn(group: LogGroup, { range, signal }: QueryRun): AsyncGenerator<LogEvent> {
  for await (const event of group.events()) {
    signal.throwIfAborted();
    if (event.timestamp >= range.start && event.timestamp <= range.end) yield event;
  }
}

const applyToRow = (commands: readonly Command[], row: Row): Row | undefined =>
  commands.reduce<Row | undefined>(
    (current, command) => (current && command.kind === 'row' ? command.apply(current) : current),
    row,
  );

const applyToTable = (command: Command, rows: readonly Row[]): readonly Row[] =>
  command.kind === 'table' ? command.apply(rows) : rows.flatMap((row) => command.apply(row) ?? []);

/** The columns of a result; rows that are still events also have a pointer to their event. */
const columnsOf = (
  commands: readonly Command[],
): { readonly names: readonly string[]; readonly hasPointer: boolean } => {
  const last = commands.findLastIndex((command) => command.kind === 'table' && command.shows);
  const command = commands[last];
  const shown = command?.kind === 'table' ? (command.shows ?? []) : [];
  const added = commands.slice(last + 1).flatMap((one) => (one.kind === 'row' ? (one.adds ?? []) : []));
  if (last >= 0) return { names: [...new Set([...shown, ...added])], hasPointer: !hasGroups(commands) };
  return { names: added.length > 0 ? [...new Set(added)] : ['@timestamp', '@message'], hasPointer: true };
};

const hasGroups = (commands: readonly Command[]): boolean =>
  commands.some((command) => command.kind === 'table' && command.isGrouped);

/** A column without a value is left out. */
const toResultRow = (row: Row, names: readonly string[]): ResultRow =>
  names.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: toText(value) }];
  });
