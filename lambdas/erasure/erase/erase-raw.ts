import {
  addRemoved,
  type ErasureRun,
  type HeldObject,
  type RawPart,
  rawParts,
  spanEnd,
} from '../../../domain/erasure/erasure';
import { beganAt, dateOf, RAW_VIEWING_EVENTS } from '../../../domain/lake';
import type { StepOutcome } from '../../foundation/drive-run';
import type { LakeObject } from '../../lake';
import { countRows, rowCounts } from './count-rows';
import { type EraseServices, failed, nextSpan, nextStep, query, search } from './steps';

/** Each part takes two steps: its objects are rewritten next to raw, then they replace the old ones. */
const STEPS_PER_PART = 2;

/** Erases the viewer from raw, span by span. It finds the objects that hold the viewer and rewrites each of them. */
export const runRawStep = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  if (run.foundBy === undefined) {
    const span = { first_arrival: run.from, last_arrival: spanEnd(run), request_id: run.requestId };
    return search(run, services, 'erase-find-raw', span);
  }
  const held = await heldObjects(run.foundBy, services);
  const parts = rawParts(held);
  const part = parts[Math.floor(run.step / STEPS_PER_PART)];
  if (part) return run.step % STEPS_PER_PART === 0 ? rewrite(run, part, services) : replace(run, part, services);
  const removed = addRemoved(run.removed, {
    rows: { [RAW_VIEWING_EVENTS.name]: sumOf(held.map(({ rows }) => rows)) },
    objects: held.length,
    arrivals: parts.map(({ dt }) => dt),
  });
  if (run.phase === 'verify' && held.length > 0) return searchAgain({ ...run, removed }, services);
  return nextSpan({ ...run, removed }, services);
};

/** Firehose may deliver late while S3 fails. After this, the arrivals are searched again. */
const LATE_DELIVERY_SECONDS = 60;

/**
 * Begins to search the arrivals since the request, to verify that raw is empty of the viewer before the receipt says so.
 * No later search of the curated tables is needed, because curation leaves the viewer out since the request.
 */
export const beginVerification = (run: ErasureRun, now: number): ErasureRun => ({
  ...{ ...run, phase: 'verify', from: dateOf(beganAt(run.requestId)), until: dateOf(now) },
  ...{ step: 0, attempt: 1, failures: 0, foundBy: undefined, queryId: undefined },
});

const searchAgain = (run: ErasureRun, { now }: EraseServices): StepOutcome<ErasureRun> => ({
  kind: 'wait',
  run: { ...beginVerification(run, now()), round: run.round + 1 },
  seconds: LATE_DELIVERY_SECONDS,
});

/** The objects that the query of the span found. Athena keeps its result. */
const heldObjects = async (foundBy: string, { queries, objects }: EraseServices): Promise<readonly HeldObject[]> => {
  const inBucket = `s3://${objects.bucket}/`;
  return (await queries.rowsOf(foundBy)).map(([path = '', rows = '']) => ({
    key: path.startsWith(inBucket) ? path.slice(inBucket.length) : path,
    rows: Number(rows),
  }));
};

const rewrite = async (run: ErasureRun, part: RawPart, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const inBucket = `s3://${services.objects.bucket}/`;
  const {
    id,
    state,
    reason = '',
  } = await query(
    run,
    services,
    'erase-raw',
    {
      dt: part.dt,
      hour: part.hour,
      paths: part.objects.map(({ key }) => inBucket + key),
      request_id: run.requestId,
    },
    inBucket + rewrittenFolder(run, run.step),
  );
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, run.step, reason);
  return { kind: 'continue', run: nextStep(run) };
};

/**
 * Replaces the old objects with the new ones. In between, raw holds copies of events, which every reader tolerates. No old
 * object is touched before the row counts match.
 */
const replace = async (run: ErasureRun, part: RawPart, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, versions } = services;
  const folder = `${RAW_VIEWING_EVENTS.prefix}/dt=${part.dt}/hour=${part.hour}/`;
  const rewritten = rewrittenFolder(run, run.step - 1);
  const held = new Set(part.objects.map(({ key }) => key));
  const old = (await objects.list(folder)).filter(({ key }) => held.has(key));
  if (old.length > 0) await put(run, part, old, folder, rewritten, services);
  let count = 0;
  for (const { key } of part.objects) count += await versions.remove(key, (version) => version.key === key);
  await versions.remove(rewritten);
  return {
    kind: 'continue',
    run: { ...nextStep(run), attempt: 1, removed: addRemoved(run.removed, { versions: count }) },
  };
};

const put = async (
  run: ErasureRun,
  part: RawPart,
  old: readonly LakeObject[],
  folder: string,
  rewritten: string,
  { objects }: EraseServices,
): Promise<void> => {
  const written = await objects.list(rewritten);
  const rows = await rowCounts(objects, written);
  // If some old objects are missing, this step was interrupted after the row counts had matched.
  if (old.length === part.objects.length) {
    const expected = (await countRows(objects, old)) - sumOf(part.objects.map((object) => object.rows));
    if (sumOf(rows) !== expected) {
      throw new Error(`${rewritten} holds ${sumOf(rows)} rows, not ${expected}: no object is replaced.`);
    }
  }
  for (const [index, { key }] of written.entries()) {
    const name = `${run.requestId}-${run.phase}-${run.round}-${run.from}-${run.step}-${run.attempt}-${index}.parquet`;
    if (rows[index] !== 0) await objects.copy(key, folder + name);
  }
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The folder in the bucket to which an attempt writes a part. */
const rewrittenFolder = ({ requestId, phase, round, from, attempt }: ErasureRun, step: number): string =>
  `erasures/rewritten/${requestId}/${phase}-${round}/${from}/${step}-${attempt}/`;
