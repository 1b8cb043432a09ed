/** What an alarm says. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm, as it stands. */
export interface AlarmView {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: AlarmState;
  readonly reason: string;
  /** When the state last changed, epoch ms. */
  readonly since: number;
  readonly description: string;
}

/** An alarm's change of state. */
export interface AlarmTransition {
  readonly alarm: string;
  readonly kind: 'metric' | 'composite';
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Epoch ms. */
  readonly at: number;
  readonly reason: string;
}
