/** The states of an alarm. */
export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/** The state of an alarm. */
export type AlarmState = (typeof ALARM_STATES)[number];

/** An alarm with its current state. */
export interface AlarmView {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: AlarmState;
  readonly reason: string;
  /** When the alarm entered the state, epoch ms. */
  readonly since: number;
  readonly description: string;
}

/** A state change of an alarm. */
export interface AlarmTransition {
  readonly alarm: string;
  readonly kind: 'metric' | 'composite';
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Epoch ms. */
  readonly at: number;
  readonly reason: string;
}
