/** Loss before the collector: sequence numbers of sessions, and how many of them never came. Source: CMCD's `sn`. */
export interface Gaps {
  readonly deviceType: string;
  /** `unknown` where players do not tell. */
  readonly appVersion: string;
  /** Numbers from one event that was heard to the next. */
  readonly expected: number;
  readonly missing: number;
}
