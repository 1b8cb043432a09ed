/** The period of the alarms, by time of receipt: a shorter one would only multiply the published data. */
export const PERIOD_MS = 10_000;
