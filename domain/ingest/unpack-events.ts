import { type FamilyDefinition, readableSchemas, schemaName } from '../families';
import { WATERMARK } from './pack-events';

/** A record of the stream that the collector cannot have written. It stays unreadable, however often it is delivered. */
export interface UnreadableRecord {
  readonly sequenceNumber: string;
  /** Never quotes the record. */
  readonly reason: string;
  /** Base64, as it was delivered. */
  readonly data: string;
}

/** How a reader of the stream recognises its events. */
export interface EventReader<Event> {
  readonly isEvent: (line: unknown) => line is Event;
  /** What `isEvent` asks for, in words. */
  readonly words: string;
}

/**
 * Recognises the events of a family by the fields that the reader needs, and by their schema: an event of another family,
 * or of a version that is newer than the reader, is not read. An event without a schema is of version 1.
 */
export const eventReader = <Event extends object>(
  family: FamilyDefinition,
  hasFields: (line: unknown) => line is Event,
): EventReader<Event> => {
  const current = schemaName(family);
  const readable: readonly unknown[] = readableSchemas(family);
  return {
    isEvent: (line): line is Event =>
      hasFields(line) && (!('schema' in line) || line.schema === current || readable.includes(line.schema)),
    words: `a ${family.name} event of schema ${schemaName(family)} or older`,
  };
};

/** The events of a record as it was delivered, or why it is unreadable. */
export const readRecord = <Event>(
  reader: EventReader<Event>,
  { sequenceNumber, data }: Omit<UnreadableRecord, 'reason'>,
): readonly Event[] | UnreadableRecord => {
  try {
    return unpackEvents(reader, Buffer.from(data, 'base64').toString('utf8'));
  } catch (error) {
    return { sequenceNumber, data, reason: error instanceof NotAnEvent ? error.message : 'The record is not NDJSON.' };
  }
};

/**
 * Reads a packed record: its events, none for a watermark. Throws a SyntaxError if the record is not NDJSON, and
 * {@link NotAnEvent} with the number of the line if a line is not what the reader asks for.
 */
export const unpackEvents = <Event>({ isEvent, words }: EventReader<Event>, data: string): readonly Event[] => {
  // One parse for all lines: in JSON text, a line break stands only between events, because strings escape it.
  const lines: unknown = JSON.parse(`[${data.trimEnd().replaceAll('\n', ',')}]`);
  if (!Array.isArray(lines)) throw new Error('unreachable: the text is bracketed');
  const events: readonly unknown[] = lines.filter((line: unknown) => !isWatermark(line));
  if (events.every(isEvent)) return events;
  throw new NotAnEvent(`Line ${events.findIndex((event) => !isEvent(event)) + 1} is not ${words}.`);
};

/** A line that is JSON but not an event. */
export class NotAnEvent extends Error {}

const isWatermark = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'event' in line && line.event === WATERMARK;
