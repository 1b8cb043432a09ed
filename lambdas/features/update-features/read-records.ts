import { sessionText } from '../feature-items';
import { isWatchEvent, type WatchEvent } from '../../../domain/features/watch-event';
import { readRecord, type UnreadableRecord } from '../../../domain/ingest';
import type { SessionEvents } from './update-features';

/** One record of the stream, as far as features look at it: `data` is base64 of NDJSON. */
export type StreamRecord = Omit<UnreadableRecord, 'reason'>;

/** What a batch tells of each playback. */
export interface BatchEvents {
  readonly told: readonly SessionEvents[];
  /** Records that are not what the collector writes: nothing of them is taken. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** Reads the records of a batch. */
export const readRecords = (records: readonly StreamRecord[]): BatchEvents => {
  const told = new Map<string, SessionEvents & { readonly events: WatchEvent[] }>();
  const unreadable: UnreadableRecord[] = [];
  for (const record of records) {
    const events = readRecord(isWatchEvent, record);
    if ('reason' in events) {
      unreadable.push(events);
      continue;
    }
    for (const event of events) {
      const name = { viewerId: event.viewer_id, sessionId: event.session_id };
      const known = told.get(sessionText(name));
      if (known) known.events.push(event);
      else told.set(sessionText(name), { ...name, events: [event] });
    }
  }
  return { told: [...told.values()], unreadable };
};
