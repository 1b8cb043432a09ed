/** How often delivery goes wrong, and how; shares are 0 to 1. */
export interface DeliveryRates {
  /** Of requests: sent a second time within 5 s, though the first was answered. */
  readonly duplicated: number;
  /** Of requests: held back 1 to 4 s, while later ones go ahead. */
  readonly reordered: number;
  /** Of requests: an invalid event is added to the session's own. */
  readonly junk: number;
  /** Of sessions: offline for a while, and what happened meanwhile is sent afterwards. */
  readonly offline: number;
  readonly offlineMinMs: number;
  readonly offlineMaxMs: number;
  /** Of viewers: a clock that is wrong by one minute to two hours. */
  readonly skewedClocks: number;
  /** Of viewers: they watch by a partner, whose relay sends what its players tell, many sessions in a request, by its own clock. */
  readonly relayed: number;
}

/** Ordinary trouble, as the demo shows it. */
export const ORDINARY_RATES: DeliveryRates = {
  duplicated: 0.02,
  reordered: 0.05,
  junk: 0.005,
  offline: 0.03,
  offlineMinMs: 5_000,
  offlineMaxMs: 40_000,
  skewedClocks: 0.02,
  relayed: 0,
};
