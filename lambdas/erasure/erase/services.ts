import { createHash } from 'node:crypto';
import { type ErasureRun, spanEnd } from '../../../domain/erasure/erasure';
import { addDays, type LakeDate, VIEWING_EVENTS } from '../../../domain/lake';
import type { AthenaQueries } from 'aws-clients/athena';
import { renderStatement, type StatementParameters } from '../../foundation/athena-statement';
import type { Taken } from '../../foundation/drive-run';
import type { LakeCatalog } from '../../lake/lake-catalog';
import type { LakeObjects } from '../../lake/lake-objects';
import type { LakeVersions } from '../../lake/lake-versions';
import type { ErasureLog } from '../erasure-log';

/** What an erasure rests on. */
export interface EraseServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly versions: LakeVersions;
  readonly catalog: LakeCatalog;
  /** The text of a statement of sql/athena by its name. */
  readonly statement: (name: string) => string;
  /** Into how many statements a date of events is cut. */
  readonly slices: number;
  /** So long after its receipt an event is in raw, and the ledger has seen it there, ms. */
  readonly settledAfterMs: number;
  /** Deletes what the features table has of these pseudonyms; returns how many items. */
  readonly deleteFeatures: (pseudonyms: readonly string[]) => Promise<number>;
  readonly log: ErasureLog;
  readonly now: () => number;
  /** Keeps two runs of the same second apart. */
  readonly suffix: () => string;
}

/** The run behind the span that it has looked through: before the next one, or in the next phase. */
export const nextSpan = async (run: ErasureRun, { objects }: EraseServices): Promise<Taken<ErasureRun>> => {
  const from = addDays(spanEnd(run), 1);
  const next = { ...run, step: 0, attempt: 1, failures: 0, foundBy: undefined, queryId: undefined };
  if (from <= run.until) return { kind: 'on', run: { ...next, from } };
  if (run.phase === 'curated') return { kind: 'on', run: { ...next, phase: 'end' } };
  const first = await firstDate(objects, VIEWING_EVENTS.prefix, run.until);
  return { kind: 'on', run: { ...next, phase: 'curated', from: first } };
};

/** The run before its next step. */
export const after = (run: ErasureRun): ErasureRun => ({ ...run, step: run.step + 1, failures: 0, queryId: undefined });

/** The run after a query failed: what it wrote is left behind, and an attempt of its own comes next. */
export const failed = (run: ErasureRun, from: number, reason: string): Taken<ErasureRun> => ({
  kind: 'failed',
  run: { ...run, step: from, attempt: run.attempt + 1, failures: run.failures + 1, queryId: undefined },
  reason,
});

/** Starts the query of a step, unless it was started for it before, and says how it stands. */
export const ask = (
  run: ErasureRun,
  { queries, statement }: EraseServices,
  name: string,
  parameters: StatementParameters,
  location?: string,
) => queries.startOnce(renderStatement(statement(name), parameters, location), tokenOf(run), run.queryId);

/** Looks through the span: the run knows then by which query. */
export const look = async (
  run: ErasureRun,
  services: EraseServices,
  name: string,
  parameters: StatementParameters,
): Promise<Taken<ErasureRun>> => {
  const { id, state, reason = '' } = await ask(run, services, name, parameters);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, 0, reason);
  return { kind: 'on', run: { ...run, foundBy: id, attempt: 1, failures: 0, queryId: undefined } };
};

/** Names a query for good, so that a step taken twice starts it once: 32 to 128 characters, as Athena asks for. */
const tokenOf = ({ requestId, phase, from, foundBy, step, attempt }: ErasureRun): string =>
  createHash('sha256')
    .update(JSON.stringify([requestId, phase, from, foundBy, step, attempt]))
    .digest('hex');

/** The first date below a prefix; `none` where there is nothing. */
export const firstDate = async (objects: LakeObjects, prefix: string, none: LakeDate): Promise<LakeDate> => {
  const dates = (await objects.folders(`${prefix}/`)).flatMap((folder) => /dt=([0-9-]{10})\/$/.exec(folder)?.[1] ?? []);
  return dates.sort()[0] ?? none;
};
