import {
  addRemoved,
  type CuratedStep,
  curatedSteps,
  type ErasureRun,
  type HeldPartition,
  spanEnd,
  TABLES_OF_VIEWERS,
} from '../../../domain/erasure/erasure';
import { keyFolder, runFolder, toRunId } from '../../../domain/lake';
import type { StepOutcome } from '../../foundation/drive-run';
import { countRows } from './count-rows';
import { hasEarlierCuration } from './earlier-curation';
import { type EraseServices, failed, nextSpan, nextStep, query, search } from './steps';

/** How long to wait for a curation run: it takes minutes, on a large stage hours. */
const CURATION_SECONDS = 60;

/**
 * Erases the viewer from the curated tables, span by span. It finds the partitions that hold the viewer, rewrites each
 * of them, and then rewrites the weeks that aggregate them.
 */
export const runCuratedStep = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, now, suffix } = services;
  if (run.runId === undefined) return { kind: 'continue', run: { ...run, runId: toRunId(now(), suffix()) } };
  if (run.foundBy === undefined) {
    if (await hasEarlierCuration(objects, run.runId, now())) return { kind: 'wait', run, seconds: CURATION_SECONDS };
    const span = { first_date: run.from, last_date: spanEnd(run), request_id: run.requestId };
    return search(run, services, 'erase-find-curated', span);
  }
  const held = await heldPartitions(run.foundBy, services);
  const steps = curatedSteps(run.requestId, held, services.slices);
  const step = steps[run.step];
  switch (step?.kind) {
    case 'write':
      return write(run, run.runId, step, steps, services);
    case 'swap':
      return swap(run, run.runId, step, services);
    case 'purge': {
      const versions = await purge(step, services);
      return { kind: 'continue', run: { ...nextStep(run), removed: addRemoved(run.removed, { versions }) } };
    }
    case undefined: {
      const rows = Object.fromEntries(TABLES_OF_VIEWERS.map(({ name }) => [name, rowsOf(held, name)]));
      const removed = addRemoved(run.removed, { rows, dates: held.map(({ dt }) => dt) });
      return nextSpan({ ...run, removed }, services);
    }
  }
};

const heldPartitions = async (foundBy: string, { queries }: EraseServices): Promise<readonly HeldPartition[]> =>
  (await queries.rowsOf(foundBy)).map(([name, dt = '', rows = '']) => {
    const table = TABLES_OF_VIEWERS.find((one) => one.name === name);
    if (!table) throw new Error(`"${name ?? ''}" is not a table that holds viewers.`);
    return { table, dt, rows: Number(rows) };
  });

const rowsOf = (held: readonly HeldPartition[], name: string): number =>
  held.reduce((sum, { table, rows }) => sum + (table.name === name ? rows : 0), 0);

const write = async (
  run: ErasureRun,
  runId: string,
  { table, key, part, statement, parameters }: CuratedStep & { readonly kind: 'write' },
  steps: readonly CuratedStep[],
  services: EraseServices,
): Promise<StepOutcome<ErasureRun>> => {
  const location = `s3://${services.objects.bucket}/${runFolder(table, key, { runId, attempt: run.attempt })}${part}`;
  const { id, state, reason = '' } = await query(run, services, statement, parameters, location);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'succeeded') return { kind: 'continue', run: nextStep(run) };
  const first = steps.findIndex((other) => other.kind === 'write' && other.table === table && other.key === key);
  return failed(run, first, reason);
};

/**
 * Points the partition at the new folder, once the row counts match. A partition of a later run stays: that run left the
 * viewer out.
 */
const swap = async (
  run: ErasureRun,
  runId: string,
  { table, key, removedRows }: CuratedStep & { readonly kind: 'swap' },
  { objects, catalog }: EraseServices,
): Promise<StepOutcome<ErasureRun>> => {
  const current = await catalog.partition(table.name, key);
  const folder = runFolder(table, key, { runId, attempt: run.attempt });
  const location = `s3://${objects.bucket}/${folder}`;
  if (removedRows !== undefined && current && current.runId < runId) {
    const before = await countRows(objects, await objects.list(below(objects.bucket, current.location)));
    const rows = await countRows(objects, await objects.list(folder));
    if (rows !== before - removedRows)
      throw new Error(`${folder} holds ${rows} rows, not ${before - removedRows}: the partition keeps its folder.`);
  }
  await catalog.swap(table.name, key, location, runId);
  return { kind: 'continue', run: { ...nextStep(run), attempt: 1 } };
};

/** Deletes what readers no longer see: superseded runs, which may hold the viewer, and versions of deleted objects. */
const purge = async (
  { table, key }: CuratedStep & { readonly kind: 'purge' },
  { objects, catalog, versions }: EraseServices,
): Promise<number> => {
  const folder = keyFolder(table, key);
  const current = await catalog.partition(table.name, key);
  if (!current) return 0;
  const inUse = below(objects.bucket, current.location);
  return versions.remove(folder, (version) => {
    const runId = /run=(.+)-\d+\//.exec(version.key.slice(folder.length))?.[1] ?? '';
    // A run that began later than the current one may still be writing; it leaves the viewer out.
    return !version.isCurrent || (!version.key.startsWith(inUse) && runId <= current.runId);
  });
};

const below = (bucket: string, location: string): string => location.replace(`s3://${bucket}/`, '');
