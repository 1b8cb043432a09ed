import { setTimeout as delay } from 'node:timers/promises';
import type { ErasureRecord, Receipt } from '../../lambdas/erasure/erasure-log';
import { type Erasures, NoErasure } from './erasures';

const PHASES: Readonly<Record<ErasureRecord['phase'], string>> = {
  begin: 'waits for what is on its way into the lake, and for its turn',
  raw: 'writes anew what arrived',
  curated: 'writes anew what was made of it',
  end: 'writes the receipt',
};

/** How an erasure stands, in a line. */
const showRecord = ({ phase, through, until, seconds }: ErasureRecord): string => {
  const dates = phase === 'raw' || phase === 'curated' ? `, through ${through} of ${until}` : '';
  return `${PHASES[phase]}${dates}; ${seconds} s since it was asked for`;
};

/** Looks at an erasure until it has its receipt; rejects with {@link NoErasure} where it is given up, or the signal ends the looking. */
export const follow = async (
  erasures: Pick<Erasures, 'look'>,
  requestId: string,
  { show, lookEveryMs, signal }: { show: (line: string) => void; lookEveryMs: number; signal: AbortSignal },
): Promise<Receipt> => {
  for (;;) {
    const standing = await erasures.look(requestId);
    if ('receipt' in standing) return standing.receipt;
    const { status, failure } = standing.record;
    if (status === 'failed') {
      throw new NoErasure(
        `A step failed three times (${failure ?? 'no reason given'}): docs/runbook.md#an-erasure-does-not-finish`,
      );
    }
    show(showRecord(standing.record));
    const waited = await delay(lookEveryMs, true, { signal }).catch(() => false);
    if (!waited) throw new NoErasure(`It goes on by itself: npm run erase -- --request ${requestId}`);
  }
};
