import { createHash } from 'node:crypto';
import type { AthenaQueries, AthenaStatement } from 'aws-clients/athena';
import {
  beganAt,
  type CurationRun,
  type CurationStep,
  groupStart,
  runFolder,
  stepsOf,
} from '../../../domain/lake/curation';
import type { LakeDate } from '../../../domain/lake/dates';
import { chooseDates, type LateEventsPolicy } from '../../../domain/lake/late-events';
import { renderStatement } from '../../foundation/athena-statement';
import type { StepOutcome } from '../../foundation/drive-run';
import { readCurationProgress } from '../curation-progress';
import type { LakeCatalog } from '../lake-catalog';
import type { LakeObjects } from '../lake-objects';
import { inspectPage, type MovedObject } from './inspect-raw';
import { readInspectedAt, writeInspectedAt } from './inspection-progress';
import { sweep } from './sweep';

/** What curation reads and writes. */
export interface CurateServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly catalog: LakeCatalog;
  /** The text of a statement of sql/lake, by its name. */
  readonly statement: (name: string) => string;
  /** The number of statements that write one date of events. */
  readonly slices: number;
  readonly lateEvents: LateEventsPolicy;
  readonly supersededRunGraceMs: number;
  readonly now: () => number;
  /** Called with the objects that were moved out of raw, and once for each date of arrival if there are none. */
  readonly reportMoved: (moved: readonly MovedObject[]) => Promise<void>;
}

/** Runs the next step of a run. A repeated step changes nothing. */
export const runStep = async (run: CurationRun, services: CurateServices): Promise<StepOutcome<CurationRun>> => {
  const steps = stepsOf(run, services.slices);
  const step = steps[run.step];
  if (!step) return { kind: 'finished' };
  switch (step.kind) {
    case 'inspect':
      return inspect(run, step.arrival, services);
    case 'find-dates':
      return findDates(run, services);
    case 'write':
      return write(run, step, steps, services);
    case 'swap': {
      const location = `s3://${services.objects.bucket}/${runFolder(step.table, step.key, run)}`;
      await services.catalog.swap(step.table.name, step.key, location, run.runId);
      return { kind: 'continue', run: { ...nextStep(run), attempt: 1 } };
    }
    case 'sweep':
      await sweep(services.objects, services.catalog, services.supersededRunGraceMs, services.now());
      return { kind: 'continue', run: nextStep(run) };
  }
};

/** Inspects one page of the raw objects that arrived on a date; the step is repeated until the last page. */
const inspect = async (
  run: CurationRun,
  arrival: LakeDate,
  { objects, reportMoved }: CurateServices,
): Promise<StepOutcome<CurationRun>> => {
  const since = await readInspectedAt(objects, arrival);
  const { moved, next } = await inspectPage(objects, arrival, { after: run.inspectedTo, since });
  if (moved.length > 0 || next === undefined) await reportMoved(moved);
  if (next !== undefined) return { kind: 'continue', run: { ...run, inspectedTo: next, failures: 0 } };
  await writeInspectedAt(objects, arrival, beganAt(run.runId));
  return { kind: 'continue', run: { ...nextStep(run), inspectedTo: undefined } };
};

/**
 * Finds the dates of the events that arrived, and chooses those to write. Today is left out, because a date is written only
 * after it has ended.
 */
const findDates = async (run: CurationRun, services: CurateServices): Promise<StepOutcome<CurationRun>> => {
  const [first_arrival = run.today, last_arrival = first_arrival] = [run.arrivals[0], run.arrivals.at(-1)];
  const statement = renderStatement(services.statement('touched-dates'), { first_arrival, last_arrival });
  const { id, state, reason = '' } = await query(run, statement, services);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, run.step, reason);
  const rows = await services.queries.rowsOf(id);
  const arrived = rows.flatMap(([date, events, prompt]) =>
    date !== undefined && date < run.today ? [{ date, events: Number(events), prompt: Number(prompt) }] : [],
  );
  const { waiting: waited = [] } = (await readCurationProgress(services.objects)) ?? {};
  const { dates, waiting } = chooseDates(arrived, waited, run.today, services.lateEvents);
  // The step number stays the same: once the dates are known, the first write has the number of this step.
  return { kind: 'continue', run: { ...nextStep(run), step: run.step, dates, waiting, attempt: 1 } };
};

const write = async (
  run: CurationRun,
  { table, key, part, statement, parameters }: CurationStep & { readonly kind: 'write' },
  steps: readonly CurationStep[],
  services: CurateServices,
): Promise<StepOutcome<CurationRun>> => {
  const location = `s3://${services.objects.bucket}/${runFolder(table, key, run)}${part}`;
  const rendered = renderStatement(services.statement(statement), parameters, location);
  const { id, state, reason = '' } = await query(run, rendered, services);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, groupStart(steps, run.step), reason);
  return { kind: 'continue', run: nextStep(run) };
};

/** The state of a step's query, which is started once. */
const query = (run: CurationRun, statement: AthenaStatement, { queries }: CurateServices) =>
  queries.startOnce(statement, tokenOf(run), run.queryId);

const nextStep = (run: CurationRun): CurationRun => ({ ...run, step: run.step + 1, failures: 0, queryId: undefined });

/** Repeats the run from a step, as a new attempt with its own folder. */
const failed = (run: CurationRun, step: number, reason: string): StepOutcome<CurationRun> => ({
  kind: 'failed',
  run: { ...run, step, attempt: run.attempt + 1, failures: run.failures + 1, queryId: undefined },
  reason,
});

/** Identifies a query, so that a step that is run twice starts it once. Athena requires 32 to 128 characters. */
const tokenOf = ({ runId, step, attempt, dates }: CurationRun): string =>
  createHash('sha256')
    .update(JSON.stringify([runId, step, attempt, dates === undefined]))
    .digest('hex');
