import { addRemoved, type ErasureRun } from '../../../domain/erasure/erasure';
import { beganAt, dateOf, RAW_VIEWING_EVENTS } from '../../../domain/lake';
import type { StepOutcome } from '../../foundation/drive-run';
import { readSuppression, suppressionKey } from '../suppression';
import { runCuratedStep } from './erase-curated';
import { runQuarantineStep } from './erase-quarantine';
import { runRawStep } from './erase-raw';
import { runWarehouseStep } from './erase-warehouse';
import { type EraseServices, firstDate } from './steps';
import { endTurn, takeTurn } from './turn';

/** How long to wait while another erasure has the turn: its steps take seconds, the whole erasure minutes. */
const TURN_SECONDS = 30;

/** How long to wait while the overflow queue holds events: drain-overflow tries once a minute. */
const OVERFLOW_SECONDS = 60;

/** Runs the next step of an erasure. A repeated step changes nothing. */
export const runStep = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  if (run.phase === 'end') return end(run, services);
  if (await services.log.hasReceipt(run.requestId)) return { kind: 'finished' }; // the message was delivered again
  switch (run.phase) {
    case 'begin':
      return begin(run, services);
    case 'raw':
    case 'verify':
      return runRawStep(run, services);
    case 'curated':
      return runCuratedStep(run, services);
    case 'warehouse':
      return runWarehouseStep(run, services);
    case 'quarantine':
      return runQuarantineStep(run, services);
  }
};

const begin = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, settledAfterMs, now } = services;
  // Events that were accepted may still be on their way to raw; the erasure would miss them.
  if (!(await services.overflowIsEmpty())) {
    return { kind: 'wait', run: { ...run, settlesFrom: now() }, seconds: OVERFLOW_SECONDS };
  }
  const untilSettledMs = (run.settlesFrom ?? beganAt(run.requestId)) + settledAfterMs - now();
  if (untilSettledMs > 0) return { kind: 'wait', run, seconds: Math.ceil(untilSettledMs / 1_000) };
  if (!(await takeTurn(objects, run.requestId))) return { kind: 'wait', run, seconds: TURN_SECONDS };
  const features = await services.deleteFeatures(await readSuppression(objects, suppressionKey(run.requestId)));
  const until = dateOf(now()); // events received before midnight may have arrived after it
  const from = await firstDate(objects, RAW_VIEWING_EVENTS.prefix, until);
  const removed = addRemoved(run.removed, { features });
  return { kind: 'continue', run: { ...run, phase: 'raw', from, until, failures: 0, removed } };
};

/** Deletes features once more: events that were on their way at the beginning may have recreated some. */
const end = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, log } = services;
  const features = await services.deleteFeatures(await readSuppression(objects, suppressionKey(run.requestId)));
  await log.writeReceipt({ ...run, removed: addRemoved(run.removed, { features }) }, services.stores);
  await endTurn(objects, run.requestId);
  return { kind: 'finished' };
};
