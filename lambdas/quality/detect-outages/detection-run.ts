import type { OutageChange, OutageDetector, PeriodSums } from '../../../domain/quality';
import { LONGEST_RUN_MS, type RoundServices, runRounds } from '../../foundation/rounds';
import type { StoredDetection } from '../detection-codec';

/** What a run uses. */
export interface DetectionServices extends RoundServices {
  readonly detector: OutageDetector;
  /** What was written since the last read. */
  readonly read: (now: number) => Promise<readonly PeriodSums[]>;
  readonly takeOver: (startedAt: number) => Promise<StoredDetection | undefined>;
  readonly save: (startedAt: number, detection: StoredDetection) => Promise<boolean>;
  /** Tells people about changes. */
  readonly send: (change: OutageChange) => Promise<void>;
  /** Publishes the metrics of a round. */
  readonly publish: (openOutages: number) => Promise<void>;
}

/**
 * Detects outages in rounds, until a later run has taken over. Changes are stored before their messages are sent: if a run
 * breaks off in between, the next one sends them. So a message may come twice, and none is lost.
 */
export const runDetection = async (startedAt: number, services: DetectionServices): Promise<void> => {
  const { detector, read, takeOver, save, send, publish, now } = services;
  let unsent: readonly OutageChange[] = [];
  let isOwner = false;
  const begin = async (): Promise<void> => {
    const stored = await takeOver(startedAt);
    if (stored !== undefined) detector.restore(stored.detector);
    unsent = stored?.unsent ?? [];
    isOwner = true;
  };
  const store = (): Promise<boolean> => save(startedAt, { detector: detector.state(), unsent });
  const round = async (): Promise<boolean> => {
    if (!isOwner) await begin(); // in a round, so that the next round tries again if the table does not answer
    for (const sums of await read(now())) detector.add(sums);
    unsent = [...unsent, ...detector.judge(now())];
    if (!(await store())) return false;
    await publish(detector.open.length);
    if (unsent.length === 0) return true;
    for (const change of unsent) {
      await send(change);
      unsent = unsent.filter((other) => other !== change);
    }
    return store();
  };
  await runRounds(round, startedAt + LONGEST_RUN_MS, services);
};
