import { createHash } from 'node:crypto';
import { type CurationRun, type CurationStep, groupStart, runFolder, stepsOf } from '../../../domain/lake/curation';
import type { AthenaQueries, AthenaStatement } from 'aws-clients/athena';
import { renderStatement } from '../../foundation/athena-statement';
import type { Taken } from '../../foundation/drive-run';
import type { LakeCatalog } from '../lake-catalog';
import type { LakeObjects } from '../lake-objects';
import { type Aside, inspectRaw } from './inspect-raw';
import { sweep } from './sweep';

/** What curation rests on. */
export interface CurateServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly catalog: LakeCatalog;
  /** The text of a statement of sql/athena by its name. */
  readonly statement: (name: string) => string;
  readonly slices: number;
  readonly supersededRunGraceMs: number;
  readonly now: () => number;
  /** Hears of what was moved out of raw on a date of arrival, also where that is nothing. */
  readonly reportAside: (aside: readonly Aside[]) => Promise<void>;
}

/** Takes the step that a run stands before. Each step may be taken twice: what it does the second time changes nothing. */
export const takeStep = async (run: CurationRun, services: CurateServices): Promise<Taken<CurationRun>> => {
  const steps = stepsOf(run, services.slices);
  const step = steps[run.step];
  if (!step) return { kind: 'finished' };
  switch (step.kind) {
    case 'inspect': {
      const aside = await inspectRaw(services.objects, step.arrival);
      await services.reportAside(aside);
      return { kind: 'on', run: after(run) };
    }
    case 'find-dates':
      return findDates(run, services);
    case 'write':
      return write(run, step, steps, services);
    case 'swap': {
      const location = `s3://${services.objects.bucket}/${runFolder(step.table, step.key, run)}`;
      await services.catalog.swap(step.table.name, step.key, location, run.runId);
      return { kind: 'on', run: { ...after(run), attempt: 1 } };
    }
    case 'sweep':
      await sweep(services.objects, services.catalog, services.supersededRunGraceMs, services.now());
      return { kind: 'on', run: after(run) };
  }
};

/** Of what arrived: its dates that are over; today's are written when they are. */
const findDates = async (run: CurationRun, services: CurateServices): Promise<Taken<CurationRun>> => {
  const [first_arrival = run.today, last_arrival = first_arrival] = [run.arrivals[0], run.arrivals.at(-1)];
  const statement = renderStatement(services.statement('touched-dates'), { first_arrival, last_arrival });
  const { id, state, reason = '' } = await ask(run, statement, services);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, run.step, reason);
  const rows = await services.queries.rowsOf(id);
  const dates = rows.flatMap(([date]) => (date !== undefined && date < run.today ? [date] : []));
  return { kind: 'on', run: { ...after(run), step: run.step, dates, attempt: 1 } }; // here now stands the first write
};

const write = async (
  run: CurationRun,
  { table, key, part, statement, parameters }: CurationStep & { readonly kind: 'write' },
  steps: readonly CurationStep[],
  services: CurateServices,
): Promise<Taken<CurationRun>> => {
  const location = `s3://${services.objects.bucket}/${runFolder(table, key, run)}${part}`;
  const rendered = renderStatement(services.statement(statement), parameters, location);
  const { id, state, reason = '' } = await ask(run, rendered, services);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, groupStart(steps, run.step), reason);
  return { kind: 'on', run: after(run) };
};

/** How the query of a step stands; it is started once. */
const ask = (run: CurationRun, statement: AthenaStatement, { queries }: CurateServices) =>
  queries.startOnce(statement, tokenOf(run), run.queryId);

const after = (run: CurationRun): CurationRun => ({ ...run, step: run.step + 1, failures: 0, queryId: undefined });

const failed = (run: CurationRun, from: number, reason: string): Taken<CurationRun> => ({
  kind: 'failed',
  run: { ...run, step: from, attempt: run.attempt + 1, failures: run.failures + 1, queryId: undefined },
  reason,
});

/** Names a query for good, so that a step taken twice starts it once: 32 to 128 characters, as Athena asks for. */
const tokenOf = ({ runId, step, attempt, dates }: CurationRun): string =>
  createHash('sha256')
    .update(JSON.stringify([runId, step, attempt, dates === undefined]))
    .digest('hex');
