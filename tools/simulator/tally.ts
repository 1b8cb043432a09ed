/** The viewers' actions and the collector's answers. Numbers count unique events unless stated otherwise. */
export interface Counts {
  /** Sessions that began. */
  sessions: number;
  /** Events that were sent at least once, junk included. */
  sent: number;
  /** Events that a 202 acknowledged without refusing them. */
  accepted: number;
  /** Events that a 202 refused with a reason. */
  refused: number;
  /** Invalid events. A correct collector refuses exactly these. */
  junkSent: number;
  /** Events that were dropped because the whole request was refused. */
  abandoned: number;
  /** Events that were sent again although the collector had answered. */
  duplicatesSent: number;
  /** Requests that were held back. */
  heldBack: number;
  /** Requests that were held back and overtaken by a later request of the same player. */
  overtaken: number;
  /** Requests that were sent again because the answer was missing or unreliable. */
  retries: number;
  /** Answers other than 202, and failed connections. */
  errors: number;
}

const MAX_REASONS = 20;

/** Counts what the viewers do. */
export class Tally {
  readonly counts: Counts = {
    sessions: 0,
    sent: 0,
    accepted: 0,
    refused: 0,
    junkSent: 0,
    abandoned: 0,
    duplicatesSent: 0,
    heldBack: 0,
    overtaken: 0,
    retries: 0,
    errors: 0,
  };
  /** The latest reasons for which requests, and events that were not junk, were refused. */
  readonly refusalReasons: string[] = [];

  addRefusalReason(reason: string): void {
    this.refusalReasons.push(reason);
    if (this.refusalReasons.length > MAX_REASONS) this.refusalReasons.shift();
  }
}
