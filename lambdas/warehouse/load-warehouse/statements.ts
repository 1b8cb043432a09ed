import { createHash } from 'node:crypto';
import type { ColumnType } from '../../../domain/families';
import { EXPERIMENT_VIEWS } from '../../../domain/experiments';
import { fillDefinitions, type LakeDate, RAW_VIEWING_EVENTS, SESSIONS } from '../../../domain/lake';
import { KEPT_EVENT_COLUMNS, redshiftColumns } from '../../../domain/warehouse/columns';
import type { WarehouseDay } from '../../../domain/warehouse/window';
import { body } from '../../foundation/statement-body';

/** The text of a file of sql/warehouse or sql/experiments, by its name. */
export type ReadSql = (name: string) => string;

/** The decision on one object of raw. */
export interface LedgerEntry {
  readonly key: string;
  readonly arrival: LakeDate;
  readonly bytes: number;
  /** Why it is left out; undefined if it is loaded. */
  readonly reason: string | undefined;
}

/** One load of some objects. */
export interface Load {
  readonly runId: string;
  /** Epoch ms. */
  readonly at: number;
  /** The s3:// URL of the list of objects to COPY; undefined if every object is left out. */
  readonly manifest: string | undefined;
  readonly role: string;
  readonly entries: readonly LedgerEntry[];
}

/** The viewers of one suppression. */
export interface Erasure {
  /** The key of the suppression. */
  readonly key: string;
  /** Pseudonyms. */
  readonly viewers: readonly string[];
}

/** Creates schemas, tables and users that do not depend on the date. */
export const prepareStatements = (read: ReadSql, database: string): readonly string[] =>
  fill(read('prepare'), { session_columns: redshiftColumns(SESSIONS.columns), database });

/** The statements that move the window. */
export interface Roll {
  readonly statements: readonly string[];
  /** The digest of the statements. If the last roll had the same digest, there is nothing to do. */
  readonly digest: string;
}

/** Moves the window: creates tables for its new dates, the views over them, and the views of experiments. */
export const rollTo = (read: ReadSql, window: readonly WarehouseDay[]): Roll => {
  const shown = window.filter(({ isShown }) => isShown);
  const names = Object.keys(KEPT_EVENT_COLUMNS).join(', ');
  const union = (days: readonly WarehouseDay[], dt: (date: LakeDate) => string): string =>
    days.map(({ date }) => `SELECT ${names}${dt(date)} FROM ${tableOf(date)}`).join('\nUNION ALL\n');
  const statements = [
    ...window.flatMap(({ date }) =>
      fill(read('day'), { date: compact(date), event_columns: redshiftColumns(KEPT_EVENT_COLUMNS) }),
    ),
    ...fill(read('roll'), {
      kept_events: union(window, () => ''),
      shown_events: union(shown, (date) => `, '${date}' AS dt`),
      days: window.map(({ date, fromMs, toMs, isShown }) => `('${date}', ${fromMs}, ${toMs}, ${isShown})`).join(', '),
      first_kept: window[0]?.date ?? '',
      first_shown: shown[0]?.date ?? '',
      last_shown: shown.at(-1)?.date ?? '',
      session_names: Object.keys(SESSIONS.columns).join(', '),
    }),
    ...EXPERIMENT_VIEWS.map(
      ({ name }) =>
        `CREATE OR REPLACE VIEW public.${name} AS\n${qualify(body(read(name.replaceAll('_', '-'))))}\nWITH NO SCHEMA BINDING`,
    ),
  ];
  const digest = createHash('sha256').update(statements.join(';\n')).digest('hex');
  return { statements: [...statements, ...fill(read('rolled'), { digest })], digest };
};

/**
 * Adds the columns that the existing tables lack, which are null in their rows: a new release keeps a field that the one
 * before did not know. `existing` lists the tables and their columns.
 */
export const addColumnStatements = (
  window: readonly WarehouseDay[],
  existing: readonly (readonly [table: string, column: string])[],
): readonly string[] => {
  const tables = new Set(existing.map(([table]) => `mirror.${table}`));
  const columns = new Set(existing.map(([table, column]) => `mirror.${table}.${column}`));
  const missingIn = (table: string, expected: Readonly<Record<string, ColumnType>>): readonly string[] =>
    Object.entries(expected)
      .filter(([name]) => tables.has(table) && !columns.has(`${table}.${name}`))
      .map(([name, type]) => `ALTER TABLE ${table} ADD COLUMN ${redshiftColumns({ [name]: type })}`);
  return [
    ...window.flatMap(({ date }) => missingIn(tableOf(date), KEPT_EVENT_COLUMNS)),
    ...missingIn('mirror.sessions', SESSIONS.columns),
  ];
};

/** Drops the tables of dates that are no longer in the window. */
export const dropStatements = (window: readonly WarehouseDay[], known: readonly LakeDate[]): readonly string[] => {
  const kept = new Set(window.map(({ date }) => date));
  return known.filter((date) => !kept.has(date)).map((date) => `DROP TABLE IF EXISTS ${tableOf(date)}`);
};

/** Deletes the rows of erased viewers and records the viewers, so that later loads leave them out. */
export const eraseStatements = (
  read: ReadSql,
  window: readonly WarehouseDay[],
  erasures: readonly Erasure[],
): readonly string[] => {
  const erased = erasures.flatMap(({ key, viewers }) => viewers.map((viewer) => `(${quote(viewer)}, ${quote(key)})`));
  return [
    ...fill(read('erase'), { erased: erased.join(', ') }),
    ...window.flatMap(({ date }) => fill(read('erase-day'), { date: compact(date) })),
  ];
};

/** Loads the objects of a manifest and records them in the load ledger, all of them or none. */
export const loadStatements = (read: ReadSql, window: readonly WarehouseDay[], load: Load): readonly string[] => {
  const names = Object.keys(KEPT_EVENT_COLUMNS);
  const event_names = names.join(', ');
  const [from_ms, to_ms] = [window[0]?.fromMs ?? 0, window.at(-1)?.toMs ?? 0];
  const record = fill(read('record'), { entries: load.entries.map((entry) => toRow(entry, load)).join(', ') });
  if (load.manifest === undefined) return record;
  return [
    ...fill(read('load'), {
      incoming_columns: redshiftColumns(RAW_VIEWING_EVENTS.columns),
      event_names,
      copies_names: names.map((name) => `copies.${name}`).join(', '),
      manifest: load.manifest,
      role: load.role,
      from_ms,
      to_ms,
    }),
    ...window.flatMap(({ date, fromMs, toMs }) =>
      fill(read('load-day'), { date: compact(date), event_names, from_ms: fromMs, to_ms: toMs }),
    ),
    ...fill(read('load-sessions'), { event_names, session_names: Object.keys(SESSIONS.columns).join(', ') }),
    ...record,
  ];
};

/** Records the hours in which every object is processed; `firstKept` is the folder of the first date of the window. */
export const checkHoursStatements = (
  read: ReadSql,
  hours: readonly string[],
  firstKept: string,
  at: number,
): readonly string[] =>
  fill(read('check-hours'), {
    hours: hours.map(quote).join(', '),
    first_kept: firstKept,
    entries: hours.map((hour) => `(${quote(hour)}, ${at})`).join(', '),
  });

/** Sets how many objects one load may contain. */
export const setLoadStepStatements = (read: ReadSql, objects: number): readonly string[] =>
  fill(read('set-load-step'), { objects });

/** Splits a text into statements and replaces its placeholders; throws for a placeholder without a value. */
const fill = (text: string, values: Readonly<Record<string, string | number>>): readonly string[] =>
  fillDefinitions(body(text))
    .split(/;\n+/)
    .map((statement) =>
      statement.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`Placeholder {${name}} of the statement has no value.`);
        return String(value);
      }),
    );

/** Adds the schema to table names: a late-binding view requires it. */
const qualify = (select: string): string =>
  select.replace(/\b(FROM|JOIN) (sessions|viewing_events|experiment_[a-z]+)\b/g, '$1 public.$2');

const tableOf = (date: LakeDate): string => `mirror.viewing_events_${compact(date)}`;

/** 20261124 */
const compact = (date: LakeDate): string => date.replaceAll('-', '');

const toRow = ({ key, arrival, bytes, reason }: LedgerEntry, { runId, at }: Load): string => {
  const status = reason === undefined ? 'loaded' : 'left out';
  const reasonSql = reason === undefined ? 'NULL' : quote(reason.slice(0, MAX_REASON_LENGTH).replaceAll('\\', '/'));
  return `(${[quote(key), quote(arrival), bytes, quote(status), reasonSql, quote(runId), at].join(', ')})`;
};

/** A statement is limited to 100 KB, and a load may leave out all of its objects. */
const MAX_REASON_LENGTH = 200;

/** A string literal. The text must not contain a backslash, which begins an escape sequence in Redshift. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
