import { setTimeout as delay } from 'node:timers/promises';
import type { AlarmState, AlarmTransition, CloudWatch } from 'embedded-cloud';

/** Follows the alarms of a run from the moment that they have settled. */
export class AlarmWatch {
  readonly transitions: AlarmTransition[] = [];
  private stopListening: () => void = () => undefined;

  constructor(private readonly cloudwatch: CloudWatch) {}

  /** Waits until playback is heard of and well, then listens. Alarms on whole minutes may still be waiting for their first. */
  async settle(boundMs: number): Promise<void> {
    const isOk = (what: string): boolean =>
      this.cloudwatch.alarms().some(({ name, state }) => name.endsWith(what) && state === 'OK');
    const isWell = (): boolean => isOk('-heartbeats-silent') && isOk('-playback-outage');
    if (!(await within(boundMs, isWell))) {
      const restless = this.cloudwatch.alarms().filter(({ state }) => state !== 'OK');
      throw new Error(
        `These alarms do not settle: ${restless.map(({ name, state }) => `${name} ${state}`).join(', ')}.`,
      );
    }
    this.stopListening = this.cloudwatch.onTransition((transition) => {
      this.transitions.push(transition);
    });
  }

  /** Waits until an alarm is in a state; false where it is not within the bound. */
  until(alarm: string, state: AlarmState, boundMs: number): Promise<boolean> {
    return within(boundMs, () => this.cloudwatch.alarms().some((one) => one.name === alarm && one.state === state));
  }

  /** What comes afterwards belongs to the end of the run. */
  stop(): void {
    this.stopListening();
  }
}

const within = async (boundMs: number, holds: () => boolean): Promise<boolean> => {
  const deadline = Date.now() + boundMs;
  while (!holds() && Date.now() < deadline) await delay(250);
  return holds();
};
