import { foldSession, type SessionRecord, type TitleFacts } from '../../../domain/features/session-record';
import type { WatchEvent } from '../../../domain/features/watch-event';
import type { SessionName } from '../feature-items';
import type { StoredSessions } from '../stored-sessions';
import type { SessionEvents } from './read-records';

/** What updating reads and writes. */
export interface UpdateServices {
  /** The stored playbacks; the read reflects every earlier write. */
  readonly read: (names: readonly SessionName[]) => Promise<StoredSessions>;
  /** Overwrites stored playbacks; rejects if some could not be written. */
  readonly write: (changed: readonly { readonly viewerId: string; readonly record: SessionRecord }[]) => Promise<void>;
  /** The pseudonyms of erased viewers, whose events are dropped. */
  readonly suppressed: () => Promise<ReadonlySet<string>>;
  readonly factsOf: (contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>;
}

/**
 * Folds a batch into the features: one write per playback, and none if its events add nothing. A playback belongs to one
 * session bucket, a bucket to one lane, and a lane delivers one batch at a time, so no other call writes the playback
 * between the read and the write. Returns when the oldest event of each written playback was received, epoch ms.
 */
export const updateFeatures = async (
  received: readonly SessionEvents[],
  services: UpdateServices,
): Promise<readonly number[]> => {
  const suppressed = await services.suppressed();
  const sessions = received.filter(({ viewerId }) => !suppressed.has(viewerId));
  const contentIds = new Set(sessions.flatMap(({ events }) => events.map(({ content_id }) => content_id)));
  const [facts, stored] = await Promise.all([services.factsOf([...contentIds]), services.read(sessions)]);
  const changed = sessions.flatMap(({ viewerId, sessionId, contentId, events }) => {
    const known = stored({ viewerId, sessionId, contentId });
    const record = foldSession(known, events, (contentId) => facts.get(contentId));
    return record && record !== known ? [{ viewerId, record, receivedAt: oldestReceipt(events) }] : [];
  });
  await services.write(changed);
  return changed.map(({ receivedAt }) => receivedAt);
};

const oldestReceipt = (events: readonly WatchEvent[]): number =>
  Math.min(...events.map(({ received_at }) => received_at));
