import type { SmokeEvents } from './smoke-events';
import type { Target } from './target';

/** The result of one query of a check. */
export interface Finding {
  readonly ok: boolean;
  /** The check's observation, without a full stop. */
  readonly observed: string;
  /**
   * The time at which the events are due at this reader, if it is too late to wait for. The check then covers the
   * reader's state only.
   */
  readonly due?: string;
}

/** The events that the smoke test sent, and the time at which it sent them, epoch ms. */
export interface Sent extends SmokeEvents {
  readonly sentAt: number;
}

/** Checks that the events of the smoke test reach one reader. */
export interface SmokeCheck {
  /** The reader's name in the output. */
  readonly name: string;
  /** The reader's stack, without the stage. The check is skipped if the stack is not deployed. */
  readonly stack: string;
  /** The maximum time until the events arrive, s. */
  readonly withinSeconds: number;
  /** The log, dashboard or queue to check if the events did not arrive. */
  readonly nextStep: (stage: string) => string;
  /** Creates the clients once; the returned function queries the reader once. */
  readonly open: (target: Target) => (sent: Sent) => Promise<Finding>;
}
