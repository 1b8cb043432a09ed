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
      this.items.set(sessionText({ viewerId, ...record }), encodeSession(record));
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
  const sessions = new Map<string, SessionEvents & { readonly events: WatchEvent[] }>();
  for (const event of events) {
    const name = { viewerId, sessionId: event.session_id, contentId: event.content_id };
    const known = sessions.get(sessionText(name));
    if (known) known.events.push(event);
    else sessions.set(sessionText(name), { ...name, events: [event] });
  }
  return [...sessions.values()];
};
