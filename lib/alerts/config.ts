/** The recipient of alarms. */
export interface AlertsConfig {
  /** The address that is subscribed to the alarm topic. */
  readonly address: string;
}
