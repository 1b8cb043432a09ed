import {
  andRemoved,
  type ErasureRun,
  type HeldObject,
  type RawPart,
  rawParts,
  spanEnd,
} from '../../../domain/erasure/erasure';
import { RAW_VIEWING_EVENTS } from '../../../domain/lake';
import type { Taken } from '../../foundation/drive-run';
import type { LakeObject } from '../../lake/lake-objects';
import { countRows, rowCounts } from './count-rows';
import { after, ask, type EraseServices, failed, look, nextSpan } from './services';

/** Two steps a part: its objects are written anew beside raw, then take the place of the old ones. */
const STEPS_A_PART = 2;

/** Raw, span by span: which objects hold the viewer, then each of them without. */
export const takeRawStep = async (run: ErasureRun, services: EraseServices): Promise<Taken<ErasureRun>> => {
  if (run.foundBy === undefined) {
    const span = { first_arrival: run.from, last_arrival: spanEnd(run), request_id: run.requestId };
    return look(run, services, 'erase-find-raw', span);
  }
  const held = await heldObjects(run.foundBy, services);
  const parts = rawParts(held);
  const part = parts[Math.floor(run.step / STEPS_A_PART)];
  if (part) return run.step % STEPS_A_PART === 0 ? rewrite(run, part, services) : replace(run, part, services);
  const removed = andRemoved(run.removed, {
    rows: { [RAW_VIEWING_EVENTS.name]: sumOf(held.map(({ rows }) => rows)) },
    objects: held.length,
    arrivals: parts.map(({ dt }) => dt),
  });
  return nextSpan({ ...run, removed }, services);
};

/** What the query of the span told: its answer is kept where Athena keeps answers. */
const heldObjects = async (foundBy: string, { queries, objects }: EraseServices): Promise<readonly HeldObject[]> => {
  const inBucket = `s3://${objects.bucket}/`;
  return (await queries.rowsOf(foundBy)).map(([path = '', rows = '']) => ({
    key: path.startsWith(inBucket) ? path.slice(inBucket.length) : path,
    rows: Number(rows),
  }));
};

const rewrite = async (run: ErasureRun, part: RawPart, services: EraseServices): Promise<Taken<ErasureRun>> => {
  const inBucket = `s3://${services.objects.bucket}/`;
  const {
    id,
    state,
    reason = '',
  } = await ask(
    run,
    services,
    'erase-raw',
    {
      dt: part.dt,
      hour: part.hour,
      paths: part.objects.map(({ key }) => inBucket + key),
      request_id: run.requestId,
    },
    inBucket + besideRaw(run, run.step),
  );
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') return failed(run, run.step, reason);
  return { kind: 'on', run: after(run) };
};

/**
 * The new objects come first, then the old ones go: in between raw holds copies, which it may. Nothing old is touched before
 * the rows add up.
 */
const replace = async (run: ErasureRun, part: RawPart, services: EraseServices): Promise<Taken<ErasureRun>> => {
  const { objects, versions } = services;
  const folder = `${RAW_VIEWING_EVENTS.prefix}/dt=${part.dt}/hour=${part.hour}/`;
  const beside = besideRaw(run, run.step - 1);
  const held = new Set(part.objects.map(({ key }) => key));
  const old = (await objects.list(folder)).filter(({ key }) => held.has(key));
  if (old.length > 0) await put(run, part, old, folder, beside, services);
  let count = 0;
  for (const { key } of part.objects) count += await versions.remove(key, (version) => version.key === key);
  await versions.remove(beside);
  return { kind: 'on', run: { ...after(run), attempt: 1, removed: andRemoved(run.removed, { versions: count }) } };
};

const put = async (
  run: ErasureRun,
  part: RawPart,
  old: readonly LakeObject[],
  folder: string,
  beside: string,
  { objects }: EraseServices,
): Promise<void> => {
  const written = await objects.list(beside);
  const rows = await rowCounts(objects, written);
  // Where some have gone already this step was here before, and the rows did add up.
  if (old.length === part.objects.length) {
    const expected = (await countRows(objects, old)) - sumOf(part.objects.map((object) => object.rows));
    if (sumOf(rows) !== expected) {
      throw new Error(`${beside} holds ${sumOf(rows)} rows, not ${expected}: nothing is replaced.`);
    }
  }
  for (const [index, { key }] of written.entries()) {
    const name = `${run.requestId}-${run.from}-${run.step}-${run.attempt}-${index}.parquet`;
    if (rows[index] !== 0) await objects.copy(key, folder + name);
  }
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Where an attempt at a part is written, below the bucket. */
const besideRaw = ({ requestId, from, attempt }: ErasureRun, step: number): string =>
  `erasures/rewritten/${requestId}/${from}/${step}-${attempt}/`;
