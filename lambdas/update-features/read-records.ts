import { sessionText } from '../../clients/feature-items';
import { NotAnEvent, unpackEventsAs } from '../../domain/events/unpack-events';
import { isWatchEvent, type WatchEvent } from '../../domain/features/watch-event';
import type { SessionEvents } from './update-features';

/** One record of the stream, as far as features look at it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** Base64 of NDJSON. */
  readonly data: string;
}

/** What a batch tells of each playback. */
export interface BatchEvents {
  readonly told: readonly SessionEvents[];
  /** The first record that is not what the collector writes; nothing from it on is taken. */
  readonly poison?: { readonly sequenceNumber: string; readonly reason: string };
}

/** Reads the records of a batch, up to the first that can't be read. */
export const readRecords = (records: readonly StreamRecord[]): BatchEvents => {
  const told = new Map<string, SessionEvents & { readonly events: WatchEvent[] }>();
  for (const { sequenceNumber, data } of records) {
    const events = read(data);
    if (typeof events === 'string') return { told: [...told.values()], poison: { sequenceNumber, reason: events } };
    for (const event of events) {
      const name = { viewerId: event.viewer_id, sessionId: event.session_id };
      const known = told.get(sessionText(name));
      if (known) known.events.push(event);
      else told.set(sessionText(name), { ...name, events: [event] });
    }
  }
  return { told: [...told.values()] };
};

const read = (data: string): readonly WatchEvent[] | string => {
  try {
    return unpackEventsAs(isWatchEvent, Buffer.from(data, 'base64').toString('utf8'));
  } catch (error) {
    return error instanceof NotAnEvent ? error.message : 'The record is not NDJSON.';
  }
};
