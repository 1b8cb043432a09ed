import { randomBytes } from 'node:crypto';
import { dateOf } from '../../../domain/lake/dates';
import { createLogger } from '../../foundation/logger';
import { isSqsEvent } from '../../foundation/queues';
import { readCuratedThrough } from '../curation-progress';
import { readRequest, requestedRun } from './curate-request';
import { decodeCurationRun } from './curation-message';
import { driveCuration } from './drive-curation';
import { readEnv } from './env';
import { createServices } from './services';

// Cold start: clients of the lake, its catalog, Athena and the queue.
const services = createServices(readEnv(), createLogger('curate'));

/** Called by SQS with a run to continue, and by the Scheduler or an operator to begin one: see CurateRequest. */
export const handler = async (event: unknown): Promise<{ readonly runId: string } | undefined> => {
  if (isSqsEvent(event)) {
    // Per message: run the steps of one run for half a minute, then send it on.
    for (const { body } of event.Records) await driveCuration(decodeCurationRun(body), services);
    return undefined;
  }
  // Per request: record the new run and send it to the queue.
  const now = Date.now();
  const request = readRequest(event, dateOf(now));
  const curatedThrough = await readCuratedThrough(services.objects);
  const run = requestedRun(request, curatedThrough, now, randomBytes(3).toString('hex'));
  await services.log.write(run, 'running');
  await services.enqueue(run, 0);
  return { runId: run.runId };
};
