import { createHash } from 'node:crypto';
import type { AthenaQueries } from 'aws-clients/athena';
import { type ErasureRun, spanEnd } from '../../../domain/erasure/erasure';
import type { ViewerStore } from '../../../domain/erasure/viewer-stores';
import { addDays, type LakeDate, VIEWING_EVENTS } from '../../../domain/lake';
import { renderStatement, type StatementParameters } from '../../foundation/athena-statement';
import type { StepOutcome } from '../../foundation/drive-run';
import type { ObjectVersions } from '../../foundation/object-versions';
import type { LakeCatalog, LakeObjects } from '../../lake';
import type { ErasureLog } from '../erasure-log';
import type { Quarantine } from './quarantine';

/** What an erasure reads and writes. */
export interface EraseServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly versions: ObjectVersions;
  readonly catalog: LakeCatalog;
  /** The text of a statement of sql/erasure or sql/lake, by its name. */
  readonly statement: (name: string) => string;
  /** The number of statements that write one date of events. */
  readonly slices: number;
  /**
   * How long after a request every event of the viewer that was accepted is in raw and the ledger has checked it there,
   * ms. From a minute after the request, none is accepted.
   */
  readonly settledAfterMs: number;
  /** Whether no accepted event waits in the overflow queue, from which it could still reach raw. */
  readonly overflowIsEmpty: () => Promise<boolean>;
  /** Deletes the items of pseudonyms from the features table; returns how many. */
  readonly deleteFeatures: (pseudonyms: readonly string[]) => Promise<number>;
  /** Starts a run of load-warehouse that erases viewers; returns once Lambda has accepted the invocation. */
  readonly askWarehouse: () => Promise<void>;
  readonly quarantine: Quarantine;
  /** The stores of the stage that keep data about viewers. */
  readonly stores: readonly ViewerStore[];
  readonly log: ErasureLog;
  readonly now: () => number;
  /** Distinguishes runs of the same second. */
  readonly suffix: () => string;
}

/** Moves the run to the next span of dates, or to the next phase after the last span. */
export const nextSpan = async (run: ErasureRun, { objects }: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const from = addDays(spanEnd(run), 1);
  const next = { ...run, step: 0, attempt: 1, failures: 0, foundBy: undefined, queryId: undefined };
  if (from <= run.until) return { kind: 'continue', run: { ...next, from } };
  if (run.phase === 'curated') return { kind: 'continue', run: { ...next, phase: 'warehouse' } };
  if (run.phase === 'verify') return { kind: 'continue', run: { ...next, phase: 'end' } };
  const first = await firstDate(objects, VIEWING_EVENTS.prefix, run.until);
  return { kind: 'continue', run: { ...next, phase: 'curated', from: first } };
};

/** Moves the run to its next step. */
export const nextStep = (run: ErasureRun): ErasureRun => ({
  ...run,
  step: run.step + 1,
  failures: 0,
  queryId: undefined,
});

/** Repeats the run from a step after a query failed. The new attempt has its own folder, so partial results are ignored. */
export const failed = (run: ErasureRun, step: number, reason: string): StepOutcome<ErasureRun> => ({
  kind: 'failed',
  run: { ...run, step, attempt: run.attempt + 1, failures: run.failures + 1, queryId: undefined },
  reason,
});

/** The id and state of a step's query, which is started once. */
export const query = (
  run: ErasureRun,
  { queries, statement }: EraseServices,
  name: string,
  parameters: StatementParameters,
  location?: string,
) => queries.startOnce(renderStatement(statement(name), parameters, location), tokenOf(run), run.queryId);

/** Searches the span for the viewer. The run then has the id of the query, whose result Athena keeps. */
export const search = async (
  run: ErasureRun,
  services: EraseServices,
  name: string,
  parameters: StatementParameters,
): Promise<StepOutcome<ErasureRun>> => {
  const { id, state, reason = '' } = await query(run, services, name, parameters);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, 0, reason);
  return { kind: 'continue', run: { ...run, foundBy: id, attempt: 1, failures: 0, queryId: undefined } };
};

/** Identifies a query, so that a step that is run twice starts it once. Athena requires 32 to 128 characters. */
const tokenOf = ({ requestId, phase, round, from, foundBy, step, attempt }: ErasureRun): string =>
  createHash('sha256')
    .update(JSON.stringify([requestId, phase, round, from, foundBy, step, attempt]))
    .digest('hex');

/** The first date below a prefix; `fallback` if there is none. */
export const firstDate = async (objects: LakeObjects, prefix: string, fallback: LakeDate): Promise<LakeDate> => {
  const dates = (await objects.folders(`${prefix}/`)).flatMap((folder) => /dt=([0-9-]{10})\/$/.exec(folder)?.[1] ?? []);
  return dates.sort()[0] ?? fallback;
};
