import { createHash } from 'node:crypto';
import { EXPERIMENT_VIEWS } from '../../../domain/experiments';
import { type ColumnType, type LakeDate, SESSIONS, VIEWING_EVENTS } from '../../../domain/lake';
import { REDSHIFT_TYPES } from '../../../domain/warehouse/types';
import type { WarehouseDay } from '../../../domain/warehouse/window';
import { body } from '../../foundation/statement-body';

/** The text of a file of sql/redshift or sql/experiments, by its name. */
export type ReadSql = (name: string) => string;

/** What was decided of an object of raw. */
export interface LedgerEntry {
  readonly key: string;
  readonly arrival: LakeDate;
  readonly bytes: number;
  /** Why it was left out; undefined where it is loaded. */
  readonly reason: string | undefined;
}

/** A run that loads something. */
export interface Load {
  readonly runId: string;
  /** Epoch ms. */
  readonly at: number;
  /** s3:// URL of the list of objects to COPY; undefined where there are none, only some to leave out. */
  readonly manifest: string | undefined;
  readonly role: string;
  readonly entries: readonly LedgerEntry[];
}

/** Viewers that a request of erasure names. */
export interface Erasure {
  /** The object that asks for it. */
  readonly key: string;
  /** Pseudonyms. */
  readonly viewers: readonly string[];
}

/** What must stand before anything else. */
export const prepareStatements = (read: ReadSql, database: string): readonly string[] =>
  fill(read('prepare'), { session_columns: columnsOf(SESSIONS.columns), database });

/** What a window and a release make of the views. */
export interface Roll {
  readonly statements: readonly string[];
  /** Of the statements: where the last roll had the same, there is nothing to do. */
  readonly digest: string;
}

/** Moves the window: tables for its new dates, the views over them, and what is built on these. */
export const rollTo = (read: ReadSql, window: readonly WarehouseDay[]): Roll => {
  const shown = window.filter(({ isShown }) => isShown);
  const names = Object.keys(VIEWING_EVENTS.columns).join(', ');
  const union = (days: readonly WarehouseDay[], dt: (date: LakeDate) => string): string =>
    days.map(({ date }) => `SELECT ${names}${dt(date)} FROM ${tableOf(date)}`).join('\nUNION ALL\n');
  const statements = [
    ...window.flatMap(({ date }) =>
      fill(read('day'), { date: compact(date), event_columns: columnsOf(VIEWING_EVENTS.columns) }),
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

/** Drops the tables of dates that fell out of the window. */
export const dropStatements = (window: readonly WarehouseDay[], known: readonly LakeDate[]): readonly string[] => {
  const kept = new Set(window.map(({ date }) => date));
  return known.filter((date) => !kept.has(date)).map((date) => `DROP TABLE IF EXISTS ${tableOf(date)}`);
};

/** Deletes viewers whose erasure was asked for, and notes them so that none comes back. */
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

/** Loads what a manifest names and notes it in the ledger: all of it or nothing. */
export const loadStatements = (read: ReadSql, window: readonly WarehouseDay[], load: Load): readonly string[] => {
  const names = Object.keys(VIEWING_EVENTS.columns);
  const event_names = names.join(', ');
  const [from_ms, to_ms] = [window[0]?.fromMs ?? 0, window.at(-1)?.toMs ?? 0];
  const record = fill(read('record'), { entries: load.entries.map((entry) => toRow(entry, load)).join(', ') });
  if (load.manifest === undefined) return record;
  return [
    ...fill(read('load'), {
      event_columns: columnsOf(VIEWING_EVENTS.columns),
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

/** Puts the values in and takes the statements apart; throws for a placeholder without a value. */
const fill = (text: string, values: Readonly<Record<string, string | number>>): readonly string[] =>
  body(text)
    .split(/;\n+/)
    .map((statement) =>
      statement.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`The statement's {${name}} has no value.`);
        return String(value);
      }),
    );

/** A view that binds late must name the schema of what it reads. */
const qualify = (select: string): string =>
  select.replace(/\b(FROM|JOIN) (sessions|viewing_events|experiment_[a-z]+)\b/g, '$1 public.$2');

const columnsOf = (columns: Readonly<Record<string, ColumnType>>): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${REDSHIFT_TYPES[type]}`)
    .join(',\n  ');

const tableOf = (date: LakeDate): string => `mirror.viewing_events_${compact(date)}`;

/** 20261124 */
const compact = (date: LakeDate): string => date.replaceAll('-', '');

const toRow = ({ key, arrival, bytes, reason }: LedgerEntry, { runId, at }: Load): string => {
  const status = reason === undefined ? 'loaded' : 'left out';
  const told = reason === undefined ? 'NULL' : quote(reason.slice(0, LONGEST_REASON).replaceAll('\\', '/'));
  return `(${[quote(key), quote(arrival), bytes, quote(status), told, quote(runId), at].join(', ')})`;
};

/** A statement takes 100 KB, and a load may leave out all of its objects. */
const LONGEST_REASON = 200;

/** A literal; nothing that is put into one holds a backslash, which Redshift reads as the beginning of something else. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
