/** Loss before the collector: sequence numbers of sessions, and how many of them never arrived. Source: CMCD `sn`. */
export interface Gaps {
  readonly deviceType: string;
  /** `unknown` if the players do not send it. */
  readonly appVersion: string;
  /** Sequence numbers from the first to the last received event of each session. */
  readonly expected: number;
  readonly missing: number;
}
