import { setTimeout as delay } from 'node:timers/promises';
import type { AlarmState, AlarmTransition, CloudWatch, Notification, Sns } from 'embedded-cloud';

const POLL_MS = 250;

/** Records the alarms' state changes and the messages in a run, once the alarms have settled. */
export class AlarmWatch {
  readonly transitions: AlarmTransition[] = [];
  readonly messages: Notification[] = [];
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly cloudwatch: CloudWatch,
    private readonly sns: Sns,
  ) {}

  /**
   * Waits until heartbeats arrive and playback is healthy, then begins to record; rejects after `withinMs`. Alarms with
   * periods of a minute may still lack their first evaluation.
   */
  async settle(withinMs: number): Promise<void> {
    const isOk = (suffix: string): boolean =>
      this.cloudwatch.alarms().some(({ name, state }) => name.endsWith(suffix) && state === 'OK');
    const isSettled = (): boolean => isOk('-heartbeats-silent') && isOk('-playback-outage');
    if (!(await holdsWithin(isSettled, withinMs))) {
      const others = this.cloudwatch.alarms().filter(({ state }) => state !== 'OK');
      throw new Error(
        `These alarms did not settle: ${others.map(({ name, state }) => `${name} ${state}`).join(', ')}.`,
      );
    }
    const stopTransitions = this.cloudwatch.onTransition((transition) => {
      this.transitions.push(transition);
    });
    const stopMessages = this.sns.onNotification((message) => {
      this.messages.push(message);
    });
    this.stopListening = () => {
      stopTransitions();
      stopMessages();
    };
  }

  /** Waits until an alarm is in a state; false if it is not after `withinMs`. */
  until(alarm: string, state: AlarmState, withinMs: number): Promise<boolean> {
    return holdsWithin(
      () => this.cloudwatch.alarms().some((one) => one.name === alarm && one.state === state),
      withinMs,
    );
  }

  /** Waits until a message has a subject that ends like this; false if none has after `withinMs`. */
  untilMessage(ending: string, since: number, withinMs: number): Promise<boolean> {
    return holdsWithin(
      () => this.messages.some(({ at, subject }) => at >= since && subject.endsWith(ending)),
      withinMs,
    );
  }

  /** Stops recording: later changes are caused by the end of the run. */
  stop(): void {
    this.stopListening();
  }
}

const holdsWithin = async (condition: () => boolean, withinMs: number): Promise<boolean> => {
  const deadline = Date.now() + withinMs;
  while (!condition() && Date.now() < deadline) await delay(POLL_MS);
  return condition();
};
