/** The recipient of alarms, and the costs that cause one. */
export interface AlertsConfig {
  /** The address that is subscribed to the alarm topic. */
  readonly address: string;
  /** Where the documents of this repository can be read, for the links in messages; without a slash at the end. */
  readonly docsUrl: string;
  /**
   * The costs of a month at which the address gets a mail, USD. They are those of the whole account: if stages share one,
   * each budget must allow for the others.
   */
  readonly monthlyBudgetUsd: number;
}
