/** A person's pseudonym and the id of the key that made it. */
export interface Pseudonym {
  readonly value: string;
  readonly keyId: string;
}

/** What the edge knows about a request and adds to its events. */
export interface Reception {
  /** When the edge received the request, epoch ms. */
  readonly receivedAt: number;
  readonly pseudonymOf: (personId: string) => Pseudonym;
  /** The sender's country as the edge knows it, ISO 3166-1 alpha-2. It replaces the country that the sender gives. */
  readonly country?: string;
}

/** How the edge corrects the times of a request. */
export interface ClockCorrection {
  /** What is added to the sender's times, ms. */
  readonly offsetMs: number;
  /** Whether the sender measured the offset itself. */
  readonly isMeasured: boolean;
}
