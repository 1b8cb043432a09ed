import { addRemoved, type ErasureRun } from '../../../domain/erasure/erasure';
import type { StepOutcome } from '../../foundation/drive-run';
import { readConfirmation } from '../warehouse-confirmation';
import type { EraseServices } from './steps';

/** A run of load-warehouse that erases takes seconds, or a minute if the warehouse is paused. If it fails, this asks again. */
const ASK_AGAIN_AFTER_MS = 300_000;

/** Asks load-warehouse to erase the viewer, and waits until it confirms that the warehouse holds no row of the viewer. */
export const runWarehouseStep = async (run: ErasureRun, services: EraseServices): Promise<StepOutcome<ErasureRun>> => {
  const { objects, askWarehouse, now } = services;
  const rows = await readConfirmation(objects, run.requestId);
  if (rows) {
    const inWarehouse = Object.entries(rows).map(([table, count]) => [`warehouse_${table}`, count] as const);
    const removed = addRemoved(run.removed, { rows: { ...NO_ROWS, ...Object.fromEntries(inWarehouse) } });
    return { kind: 'continue', run: { ...run, phase: 'quarantine', removed } };
  }
  if (run.askedAt !== undefined && now() < run.askedAt + ASK_AGAIN_AFTER_MS) return { kind: 'wait', run };
  await askWarehouse();
  return { kind: 'wait', run: { ...run, askedAt: now() } };
};

/** The receipt lists the tables of the warehouse even if they held no row. */
const NO_ROWS = { warehouse_viewing_events: 0, warehouse_sessions: 0 };
