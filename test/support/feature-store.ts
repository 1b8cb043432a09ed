import { type SessionName, sessionText } from '../../lambdas/features/feature-items';
import { decodeSession, encodeSession, foldSession, type SessionRecord, type WatchEvent } from '../../domain/features';
import type { SessionEvents } from '../../lambdas/features/update-features/read-records';
import type { UpdateServices } from '../../lambdas/features/update-features/update-features';
import { FACTS } from './watching';

/** The playbacks of the features table, in memory and in the table's encoding. */
export class FeatureStore implements UpdateServices {
  private readonly items = new Map<string, string>();
  writes = 0;

  readonly read = () => Promise.resolve((name: SessionName) => this.recordOf(name));

  readonly write: UpdateServices['write'] = (changed) => {
    this.writes += changed.length;
    for (const { viewerId, record } of changed) {
      this.items.set(sessionText({ viewerId, sessionId: record.sessionId }), encodeSession(record));
    }
    return Promise.resolve();
  };

  /** The pseudonyms of erased viewers. */
  readonly erased = new Set<string>();

  readonly suppressed = () => Promise.resolve(this.erased);

  readonly factsOf = () => Promise.resolve(FACTS);

  /** The stored record of a playback. */
  recordOf(name: SessionName): SessionRecord | undefined {
    const text = this.items.get(sessionText(name));
    return text === undefined ? undefined : decodeSession(text);
  }

  /** Every stored record, by session id. */
  records(): readonly SessionRecord[] {
    return [...this.items.values()].map(decodeSession).sort((one, other) => (one.sessionId < other.sessionId ? -1 : 1));
  }
}

/** The records that `update-features` stores for the events of one viewer. */
export const recordsOf = (
  events: readonly WatchEvent[],
  factsOf: Parameters<typeof foldSession>[2] = (contentId) => FACTS.get(contentId),
): readonly SessionRecord[] =>
  eventsBySession('v', events).flatMap((session) => foldSession(undefined, session.events, factsOf) ?? []);

/** The events of one viewer, by playback. */
export const eventsBySession = (viewerId: string, events: readonly WatchEvent[]): readonly SessionEvents[] => {
  const sessionIds = new Set(events.map(({ session_id }) => session_id));
  return [...sessionIds].map((sessionId) => ({
    ...{ viewerId, sessionId },
    events: events.filter(({ session_id }) => session_id === sessionId),
  }));
};
