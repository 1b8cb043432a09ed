import { setTimeout as delay } from 'node:timers/promises';
import type { ErasureRecord, Receipt } from '../../lambdas/erasure';
import { CommandFailed } from '../command/errors';
import type { Erasures } from './erasures';

const PHASES: Readonly<Record<ErasureRecord['phase'], string>> = {
  begin: 'waiting for earlier events to arrive in the lake, and for earlier erasures',
  raw: 'rewriting raw objects',
  curated: 'rewriting curated objects',
  warehouse: 'waiting until the warehouse has deleted the viewer',
  quarantine: 'removing refused events from the quarantine',
  verify: 'verifying that no object of raw holds the viewer',
  end: 'deleting features and writing the receipt',
};

/** The state of an erasure in one line. */
const describe = ({ phase, through, until, seconds }: ErasureRecord): string => {
  const dates = phase === 'raw' || phase === 'curated' || phase === 'verify' ? `, through ${through} of ${until}` : '';
  return `${PHASES[phase]}${dates}; requested ${seconds} s ago`;
};

/** How to wait for a receipt. */
export interface FollowOptions {
  readonly showProgress: (line: string) => void;
  readonly pollMs: number;
  /** Ends the waiting; the erasure continues. */
  readonly signal: AbortSignal;
}

/**
 * Polls an erasure until it has a receipt; rejects with {@link CommandFailed} if it failed or the signal was aborted.
 */
export const follow = async (
  erasures: Pick<Erasures, 'stateOf'>,
  requestId: string,
  { showProgress, pollMs, signal }: FollowOptions,
): Promise<Receipt> => {
  for (;;) {
    const state = await erasures.stateOf(requestId);
    if ('receipt' in state) return state.receipt;
    const { status, failure } = state.record;
    if (status === 'failed') {
      throw new CommandFailed(
        `A step failed three times (${failure ?? 'no reason given'}): docs/runbook.md#erasure-not-finished`,
      );
    }
    showProgress(describe(state.record));
    const isWaiting = await delay(pollMs, true, { signal }).catch(() => false);
    if (!isWaiting) {
      throw new CommandFailed(`The erasure continues; to wait for it again: npm run erase -- --request ${requestId}`);
    }
  }
};
