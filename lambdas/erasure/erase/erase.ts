import { andRemoved, type ErasureRun } from '../../../domain/erasure/erasure';
import { beganAt, dateOf, RAW_VIEWING_EVENTS } from '../../../domain/lake';
import type { Taken } from '../../foundation/drive-run';
import { readSuppression } from '../suppression';
import { takeCuratedStep } from './erase-curated';
import { takeRawStep } from './erase-raw';
import { type EraseServices, firstDate } from './services';
import { endTurn, takeTurn } from './turn';

/** Another erasure is at work: its steps take seconds, all of it minutes. */
const TURN_SECONDS = 30;

/** Takes the step that an erasure stands before. Each step may be taken twice: what it does the second time changes nothing. */
export const takeStep = async (run: ErasureRun, services: EraseServices): Promise<Taken<ErasureRun>> => {
  if (run.phase === 'end') return end(run, services);
  if (await services.log.hasReceipt(run.requestId)) return { kind: 'finished' }; // its message came once more
  switch (run.phase) {
    case 'begin':
      return begin(run, services);
    case 'raw':
      return takeRawStep(run, services);
    case 'curated':
      return takeCuratedStep(run, services);
  }
};

const begin = async (run: ErasureRun, services: EraseServices): Promise<Taken<ErasureRun>> => {
  const { objects, settledAfterMs, now } = services;
  // What was received before the request is on its way to raw: it would lie there when all is done.
  const untilSettledMs = beganAt(run.requestId) + settledAfterMs - now();
  if (untilSettledMs > 0) return { kind: 'wait', run, afterSeconds: Math.ceil(untilSettledMs / 1_000) };
  if (!(await takeTurn(objects, run.requestId))) return { kind: 'wait', run, afterSeconds: TURN_SECONDS };
  const features = await services.deleteFeatures(await readSuppression(objects, run.requestId));
  const until = dateOf(now()); // what was received before midnight may have come after it
  const from = await firstDate(objects, RAW_VIEWING_EVENTS.prefix, until);
  const removed = andRemoved(run.removed, { features });
  return { kind: 'on', run: { ...run, phase: 'raw', from, until, failures: 0, removed } };
};

/** Events that were on their way when it began may have made features anew. */
const end = async (run: ErasureRun, services: EraseServices): Promise<Taken<ErasureRun>> => {
  const { objects, log } = services;
  const features = await services.deleteFeatures(await readSuppression(objects, run.requestId));
  await log.writeReceipt({ ...run, removed: andRemoved(run.removed, { features }) });
  await endTurn(objects, run.requestId);
  return { kind: 'finished' };
};
