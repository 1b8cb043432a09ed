import type { SessionName } from '../feature-items';
import { foldSession, type SessionRecord, type TitleFacts } from '../../../domain/features/session-record';
import type { WatchEvent } from '../../../domain/features/watch-event';
import type { StoredSessions } from '../stored-sessions';

/** What a batch tells of one playback. */
export interface SessionEvents extends SessionName {
  readonly events: readonly WatchEvent[];
}

/** What updating rests on. */
export interface UpdateServices {
  /** What is stored of playbacks; sees every write before it. */
  readonly read: (names: readonly SessionName[]) => Promise<StoredSessions>;
  /** Writes playbacks over what is stored; rejects when some are not. */
  readonly write: (changed: readonly { readonly viewerId: string; readonly record: SessionRecord }[]) => Promise<void>;
  readonly factsOf: (contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>;
}

/**
 * Takes a batch into the features: one write a playback, none where it tells nothing new. A playback is in one bucket, a
 * bucket in one lane, and a lane hands over one batch at a time: nobody else writes it between the read and the write.
 * Returns, for each that was written, the receipt of the oldest event that was told, epoch ms.
 */
export const updateFeatures = async (
  told: readonly SessionEvents[],
  services: UpdateServices,
): Promise<readonly number[]> => {
  const contentIds = new Set(told.flatMap(({ events }) => events.map(({ content_id }) => content_id)));
  const [facts, stored] = await Promise.all([services.factsOf([...contentIds]), services.read(told)]);
  const changed = told.flatMap(({ viewerId, sessionId, events }) => {
    const known = stored({ viewerId, sessionId });
    const record = foldSession(known, events, (contentId) => facts.get(contentId));
    return record && record !== known ? [{ viewerId, record, since: receiptOf(events) }] : [];
  });
  await services.write(changed);
  return changed.map(({ since }) => since);
};

const receiptOf = (events: readonly WatchEvent[]): number => Math.min(...events.map(({ received_at }) => received_at));
