import { randomBytes } from 'node:crypto';
import { rebuildUntil } from '../../../domain/features/rebuild';
import { dateOf, REBUILD_PREFIX, toRunId } from '../../../domain/lake';
import { driveRun } from '../../foundation/drive-run';
import { createLogger } from '../../foundation/logger';
import { isSqsEvent } from '../../foundation/queues';
import { readCuratedThrough } from '../../lake';
import { readEnv } from './env';
import { decodeRebuildRun, readUntil } from './rebuild-message';
import { createServices } from './services';

// Cold start: clients of the lake, Athena, the tables and the queue.
const logger = createLogger('rebuild-features');
const services = createServices(readEnv(), logger);

/**
 * Called by SQS with a run to continue, and by the Scheduler or an operator to begin one, with `{"until": "2026-11-24"}`
 * or nothing.
 */
export const handler = async (event: unknown): Promise<{ readonly runId: string } | undefined> => {
  if (isSqsEvent(event)) {
    // Per message: run the steps of one run for half a minute, then send it on.
    for (const { body } of event.Records) await driveRun(decodeRebuildRun(body), services);
    return undefined;
  }
  // Per request: remove the results of earlier runs, which this one replaces, and send the new run to the queue.
  const now = Date.now();
  const curatedThrough = await readCuratedThrough(services.objects);
  const until =
    readUntil(event, dateOf(now)) ?? (curatedThrough === undefined ? undefined : rebuildUntil(curatedThrough));
  if (until === undefined) {
    logger.warn('Nothing is rebuilt: no daily curation run has finished yet');
    return undefined;
  }
  await services.objects.removeAll(`${REBUILD_PREFIX}/`);
  const runId = toRunId(now, randomBytes(3).toString('hex'));
  await services.enqueue({ runId, until, attempt: 1, failures: 0 }, 0);
  return { runId };
};
