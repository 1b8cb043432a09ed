import { WATCH_EVENTS, type WatchEvent } from '../../../domain/features/watch-event';
import { readRecord, type UnreadableRecord } from '../../../domain/ingest';
import { type SessionName, sessionText } from '../feature-items';

/** The part of a stream record that features need; `data` is base64 of NDJSON. */
export type StreamRecord = Omit<UnreadableRecord, 'reason'>;

/** The events of one playback in a batch. */
export interface SessionEvents extends SessionName {
  readonly events: readonly WatchEvent[];
}

/** The contents of a batch. */
export interface BatchEvents {
  readonly sessions: readonly SessionEvents[];
  /** Records that `collect` did not write. None of their events is used. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** Reads the records of a batch and groups the events of known viewers by playback. */
export const readRecords = (records: readonly StreamRecord[]): BatchEvents => {
  const sessions = new Map<string, SessionEvents & { readonly events: WatchEvent[] }>();
  const unreadable: UnreadableRecord[] = [];
  for (const record of records) {
    const events = readRecord(WATCH_EVENTS, record);
    if ('reason' in events) {
      unreadable.push(events);
      continue;
    }
    for (const event of events) {
      if (event.viewer_id === undefined) continue; // no viewer, no features
      const name = { viewerId: event.viewer_id, sessionId: event.session_id, contentId: event.content_id };
      const known = sessions.get(sessionText(name));
      if (known) known.events.push(event);
      else sessions.set(sessionText(name), { ...name, events: [event] });
    }
  }
  return { sessions: [...sessions.values()], unreadable };
};
