import { setTimeout as delay } from 'node:timers/promises';
import type { DemoRun } from '../../demo/demo-run';
import { countQuarantined } from './quarantine-audit';
import { auditStream } from './stream-audit';

/** The locations of the events of a run after the collector accepted or refused them. */
export interface Intake {
  /** The ids of the events in the stream that count-viewers has processed. */
  readonly counted: ReadonlySet<string>;
  /** Copies of events in the stream beyond the first. */
  readonly duplicates: number;
  /** Refused events in the quarantine. */
  readonly quarantined: number;
}

/** Events in the overflow queue and in retries are in the stream, and counted, within this time. */
const COUNTED_WITHIN_MS = 60_000;
const POLL_MS = 2_000;

const intakes = new WeakMap<DemoRun, Promise<Intake>>();

/**
 * Waits, once per run, until every accepted event is counted or the deadline has passed; resolves to the state at that
 * time.
 */
export const intakeOf = (run: DemoRun): Promise<Intake> => {
  const intake = intakes.get(run) ?? auditIntake(run);
  intakes.set(run, intake);
  return intake;
};

const auditIntake = async ({ cloud, accepted }: DemoRun): Promise<Intake> => {
  const deadline = Date.now() + COUNTED_WITHIN_MS;
  for (;;) {
    const { eventIds, duplicates } = await auditStream(cloud);
    if ([...accepted].every((id) => eventIds.has(id)) || Date.now() > deadline) {
      return { counted: eventIds, duplicates, quarantined: await countQuarantined(cloud) };
    }
    await delay(POLL_MS);
  }
};
