/** What the viewers did and what became of it; all counts are of unique events unless they say otherwise. */
export interface Counts {
  /** Sessions begun. */
  sessions: number;
  /** Events that left at least once, junk included. */
  sent: number;
  /** Acknowledged with a 202 and not refused. */
  accepted: number;
  /** Refused with a reason. */
  refused: number;
  /** Invalid on purpose: where all is well, the collector refuses these and no others. */
  junkSent: number;
  /** Given up, because the whole request was refused. */
  abandoned: number;
  /** Events that were sent again though the collector had answered. */
  duplicatesSent: number;
  /** Requests held back, and those of them which a later one of the same player really overtook. */
  heldBack: number;
  overtaken: number;
  /** Requests sent again because there was no answer to rely on. */
  retries: number;
  /** Answers other than 202, and connections that failed. */
  errors: number;
}

/** How many complaints are kept: the latest. */
const MAX_COMPLAINTS = 20;

/** The viewers' books. */
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
  /** Why requests, and events that were not junk, were refused. */
  readonly complaints: string[] = [];

  complain(reason: string): void {
    this.complaints.push(reason);
    if (this.complaints.length > MAX_COMPLAINTS) this.complaints.shift();
  }
}
