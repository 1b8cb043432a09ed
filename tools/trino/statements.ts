import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bindStatement, readStatement } from 'embedded-cloud/sql';
import { addDays, dateOf, startOf, weekOf } from '../../domain/lake';
import { LEDGER_PATHS } from '../../domain/ledger';
import { renderStatement } from '../../lambdas/foundation/athena-statement';
import { ROOT } from '../local/synthesize';

/** A SELECT that Athena runs, with its parameters inserted. */
export interface Statement {
  readonly name: string;
  readonly select: string;
}

/** Values of the demo that statements select rows by. */
export interface Samples {
  /** A date with events, yyyy-MM-dd. */
  readonly date: string;
  readonly sessionId: string;
  readonly viewerId: string;
  /** Another viewer, whom the statements of an erasure select. */
  readonly erasedViewerId: string;
  readonly eventId: string;
  readonly contentId: string;
  /** s3:// URLs of objects of the raw table. */
  readonly paths: readonly string[];
}

/** The request in the table erased_viewers by which the statements of an erasure select {@link Samples.erasedViewerId}. */
export const REQUEST_ID = 'comparison';

const REDSHIFT = LEDGER_PATHS.flatMap((path) =>
  'counts' in path
    ? []
    : [path.expected, path.found].flatMap((source) => ('redshift' in source ? [source.redshift] : [])),
);

/** Files below sql/ that Redshift runs, and the views, which are compared as tables of the catalog. */
const OTHERS = [/^warehouse\/[^/]+$/, /^experiments\//, new RegExp(`^warehouse/ledger/(${REDSHIFT.join('|')})\\.sql$`)];

/** Every statement below sql/ that Athena runs. A statement whose parameters have no sample fails. */
export const statementsOf = (samples: Samples): readonly Statement[] => {
  const files = readdirSync(join(ROOT, 'sql'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql') && !OTHERS.some((pattern) => pattern.test(file)))
    .sort();
  return files.map((file) => {
    const text = readFileSync(join(ROOT, 'sql', file), 'utf8');
    const select = file.startsWith('lake/queries/') ? named(file, text, samples) : rendered(text, samples);
    return { name: file.replace('.sql', ''), select };
  });
};

/** A statement of the pipeline, with the same values as its function gives it, for one of the demo's dates. */
const rendered = (text: string, { date, paths }: Samples): string => {
  const from = startOf(date);
  const hour = /hour=(\d+)/.exec(paths[0] ?? '')?.[1] ?? '00';
  const { sql, executionParameters } = renderStatement(
    text,
    {
      ...{ dt: date, day_before: addDays(date, -1), day_after: addDays(date, 1), day_start_ms: from },
      ...{ first_date: addDays(date, -1), last_date: addDays(date, 1), monday: weekOf(date) },
      ...{ sunday: addDays(weekOf(date), 6), first_known: addDays(date, -28), last_known: addDays(date, -1) },
      ...{ first_arrival: date, last_arrival: addDays(date, 1), arrival_date: date, arrival_hour: '00' },
      ...{ read_from_date: date, read_from_hour: '00', hour, paths, audited: '%0', period_ms: 60_000 },
      ...{ from_ms: from, to_ms: startOf(addDays(date, 1)), until_ms: startOf(addDays(date, 2)) },
      request_id: REQUEST_ID,
    },
    's3://lake/folder/',
  );
  return readStatement(bindStatement(sql, executionParameters)).select;
};

/** A named query, with a sample for each parameter in its description. */
const named = (file: string, text: string, { date, sessionId, viewerId, eventId, contentId }: Samples): string => {
  const [, described = ''] = /^-- description:.*Parameters?: (.+)\.$/m.exec(text) ?? [];
  const values = described.split(/, | and /).flatMap((parameter): readonly string[] => {
    if (/week|Monday/.test(parameter)) return [weekOf(date)];
    if (/session/.test(parameter)) return [sessionId];
    if (/event/.test(parameter)) return [eventId];
    if (/title/.test(parameter)) return [contentId];
    if (/pseudonym|viewer|times/.test(parameter)) return [viewerId];
    if (/after/.test(parameter)) return [addDays(date, 1)];
    if (/first|last|date/.test(parameter)) return [date];
    throw new Error(`sql/${file} has the parameter "${parameter}", for which the comparison has no sample.`);
  });
  const count = text.replace(/^--.*$/gm, '').split('?').length - 1;
  const all = Array.from({ length: count }, (_, index) => values[Math.min(index, values.length - 1)] ?? date);
  return readStatement(
    bindStatement(
      text,
      all.map((value) => `'${value}'`),
    ),
  ).select;
};

/** The date of an event, yyyy-MM-dd. */
export const toDate = (epochMs: string | undefined): string => dateOf(Number(epochMs));
