/** The frequency of each delivery fault; shares are 0 to 1. */
export interface DeliveryRates {
  /** The share of requests that are sent again within 5 s although they were answered. */
  readonly duplicated: number;
  /** The share of requests that are held back for 1 to 4 s while later ones are sent. */
  readonly reordered: number;
  /** The share of requests that contain an additional, invalid event. */
  readonly junk: number;
  /** The share of sessions that go offline for a while and send their events afterwards. */
  readonly offline: number;
  readonly offlineMinMs: number;
  readonly offlineMaxMs: number;
  /** The share of viewers whose clock is wrong by one minute to two hours. */
  readonly skewedClocks: number;
  /**
   * The share of viewers of a partner, whose relay sends the events of many sessions in one request, with its own
   * clock.
   */
  readonly relayed: number;
  /** The share of sessions whose player contradicts itself. */
  readonly hostile: number;
}

/** The ordinary delivery faults. */
export const ORDINARY_RATES: DeliveryRates = {
  duplicated: 0.02,
  reordered: 0.05,
  junk: 0.005,
  offline: 0.03,
  offlineMinMs: 5_000,
  offlineMaxMs: 40_000,
  skewedClocks: 0.02,
  relayed: 0,
  hostile: 0,
};
