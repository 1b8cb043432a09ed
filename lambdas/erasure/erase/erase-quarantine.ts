import { mapConcurrently } from 'aws-clients';
import { addRemoved, type ErasureRun, type HeldObject, type QuarantinePage } from '../../../domain/erasure/erasure';
import { withoutPersons } from '../../../domain/ingest';
import type { StepOutcome } from '../../foundation/drive-run';
import { readSuppression, suppressionKey } from '../suppression';
import { beginVerification } from './erase-raw';
import type { Quarantine } from './quarantine';
import type { EraseServices } from './steps';

/** Objects that one step searches. Their keys fit into a message, even if all of them hold the viewer. */
const OBJECTS_PER_PAGE = 200;

/** Objects that are in memory at the same time: 64 MiB each at most, and mostly far less. */
const CONCURRENT_OBJECTS = 4;

/**
 * Erases the viewer from the quarantine, page by page. It reads every object, because no column of the quarantine's table
 * names the viewer, and then rewrites those that hold the viewer. The result of the search is part of the run, so an
 * interrupted rewrite can be repeated: it also deletes the old versions of objects that were already rewritten.
 */
export const runQuarantineStep = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, quarantine } = services;
  const pseudonyms = await readSuppression(objects, suppressionKey(run.requestId));
  if (run.page) return nextPage(run, run.page, await rewrite(run.page, quarantine, pseudonyms), services);
  const page = await searchPage(run.after, quarantine, pseudonyms);
  if (page.held.length === 0) return nextPage(run, page, 0, services);
  return { kind: 'continue', run: { ...run, failures: 0, page } };
};

const searchPage = async (
  after: string | undefined,
  quarantine: Quarantine,
  pseudonyms: readonly string[],
): Promise<QuarantinePage> => {
  const { keys, next } = await quarantine.keys(after, OBJECTS_PER_PAGE);
  const found = await mapConcurrently(keys, CONCURRENT_OBJECTS, async (key): Promise<HeldObject> => {
    const object = await quarantine.read(key);
    return { key, rows: object ? withoutPersons(object.content, pseudonyms).removed : 0 };
  });
  return { held: found.filter(({ rows }) => rows > 0), next };
};

/** Rewrites the objects of a page that hold the viewer, and returns how many versions it deleted permanently. */
const rewrite = async (
  { held }: QuarantinePage,
  quarantine: Quarantine,
  pseudonyms: readonly string[],
): Promise<number> => {
  let versions = 0;
  for (const { key } of held) {
    const object = await quarantine.read(key);
    const { content, removed } = withoutPersons(object?.content ?? Buffer.alloc(0), pseudonyms);
    const isEmpty = content.length === 0;
    if (object && removed > 0 && !isEmpty) await quarantine.replace(object, content);
    versions += await quarantine.purge(key, isEmpty ? object : undefined);
  }
  return versions;
};

/** Moves the run to the next page, or to the verification of raw after the last page. */
const nextPage = (
  run: ErasureRun,
  { held, next }: QuarantinePage,
  versions: number,
  { now }: EraseServices,
): StepOutcome<ErasureRun> => {
  const quarantined = held.reduce((sum, { rows }) => sum + rows, 0);
  const removed = addRemoved(run.removed, { quarantined, versions });
  const done = { ...run, failures: 0, page: undefined, after: next, removed };
  return { kind: 'continue', run: next === undefined ? beginVerification(done, now()) : done };
};
