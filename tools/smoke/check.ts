import type { SmokeEvents } from './smoke-events';
import type { Target } from './target';

/** What was found, in half a sentence. */
export interface Finding {
  readonly ok: boolean;
  readonly saw: string;
  /** When what was sent comes to this reader, where that is too late to wait for: then only its state was looked at. */
  readonly comes?: string;
}

/** What was sent, and when; epoch ms. */
export interface Sent extends SmokeEvents {
  readonly sentAt: number;
}

/** One reader of the events, and how to tell that they came to it. */
export interface Check {
  /** The stack that it stands in, and its name in the output. */
  readonly name: string;
  readonly path: string;
  /** How long they may take. */
  readonly withinSeconds: number;
  /** Where to look when they did not come. */
  readonly whereToLook: (stage: string) => string;
  /** Makes its clients once; the function that it gives looks once. */
  readonly open: (target: Target) => (sent: Sent) => Promise<Finding>;
}
