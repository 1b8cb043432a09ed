import { LONGEST_RUN_MS, type RoundServices, runRounds } from '../../foundation/rounds';

/** What a run calls in each round. */
export interface RunServices extends RoundServices {
  /** Publishes what has changed. */
  readonly tick: () => Promise<void>;
  /** Claims the publishing for the run that started at a time; false if a later run has claimed it. */
  readonly claim: (startedAt: number) => Promise<boolean>;
  /** Whether no viewer has watched for so long that one round in each run suffices. */
  readonly isResting: () => boolean;
}

/**
 * Publishes in rounds until a later run has published, so that there is no gap between runs and only a short overlap. A run
 * claims the publishing after its round, because its predecessor ends on that claim. In the overlap both publish the same
 * counts. A run ends after one round while the stage rests: rounds cost money, above all their watermarks.
 */
export const runPublisher = (
  startedAt: number,
  { tick, claim, isResting, ...services }: RunServices,
): Promise<void> => {
  const round = async (): Promise<boolean> => {
    await tick();
    return (await claim(startedAt)) && !isResting();
  };
  return runRounds(round, startedAt + LONGEST_RUN_MS, services);
};
