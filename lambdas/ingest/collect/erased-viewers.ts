import type { IsErased } from '../../../domain/ingest/erased-persons';
import { NO_ERASURES } from '../../../domain/ingest/erased-persons';
import { suppressionDigest } from '../../../domain/ingest/suppression-digest';

/** Returns a function that recognises erased viewers by their digests. Until the first erasure, it needs no key. */
export const erasedViewers =
  (digests: () => Promise<ReadonlySet<string>>, key: () => Promise<string>) => async (): Promise<IsErased> => {
    const suppressed = await digests();
    if (suppressed.size === 0) return NO_ERASURES;
    const secret = await key();
    const known = new Map<string, boolean>(); // most requests have many events of one viewer
    return (viewerId) => {
      const isErased = known.get(viewerId) ?? suppressed.has(suppressionDigest(secret, viewerId));
      known.set(viewerId, isErased);
      return isErased;
    };
  };
