import { type SessionName, sessionText } from '../../lambdas/features/feature-items';
import { decodeSession, encodeSession, foldSession, type SessionRecord, type WatchEvent } from '../../domain/features';
import type { SessionEvents, UpdateServices } from '../../lambdas/features/update-features/update-features';
import { FACTS } from './watching';

/** The stream's part of the features table in memory, as text, as the table has it. */
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

  readonly factsOf = () => Promise.resolve(FACTS);

  /** What is stored of a playback. */
  recordOf(name: SessionName): SessionRecord | undefined {
    const text = this.items.get(sessionText(name));
    return text === undefined ? undefined : decodeSession(text);
  }

  /** Everything that is stored, by session. */
  records(): readonly SessionRecord[] {
    return [...this.items.values()].map(decodeSession).sort((one, other) => (one.sessionId < other.sessionId ? -1 : 1));
  }
}

/** What the stream keeps of a viewer who did all this. */
export const recordsOf = (
  events: readonly WatchEvent[],
  about: Parameters<typeof foldSession>[2] = (contentId) => FACTS.get(contentId),
): readonly SessionRecord[] => toldOf('v', events).flatMap((told) => foldSession(undefined, told.events, about) ?? []);

/** Events of one viewer, by playback. */
export const toldOf = (viewerId: string, events: readonly WatchEvent[]): readonly SessionEvents[] => {
  const sessionIds = new Set(events.map(({ session_id }) => session_id));
  return [...sessionIds].map((sessionId) => ({
    ...{ viewerId, sessionId },
    events: events.filter(({ session_id }) => session_id === sessionId),
  }));
};
