import { type FamilyDefinition, readableSchemas, schemaName } from '../families';
import { WATERMARK } from './pack-events';

/** A record of the stream that the collector cannot have written. It stays unreadable on every delivery. */
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
  /** What `isEvent` requires, such as "a viewing event of schema viewing/1 or older". */
  readonly description: string;
}

/**
 * Recognises the events of a family by the fields that the reader needs and by their schema. It does not read events of
 * another family or of a version newer than the reader. An event without a schema has version 1.
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
    description: `a ${family.name} event of schema ${schemaName(family)} or older`,
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
 * Reads the events of a packed record; a watermark has none. Throws a SyntaxError if the record is not NDJSON, and
 * {@link NotAnEvent} with the number of the line if a line does not meet the reader's requirements.
 */
export const unpackEvents = <Event>({ isEvent, description }: EventReader<Event>, data: string): readonly Event[] => {
  // One parse for all lines: a line break occurs only between events, because JSON strings escape it.
  const lines: unknown = JSON.parse(`[${data.trimEnd().replaceAll('\n', ',')}]`);
  if (!Array.isArray(lines)) throw new Error('unreachable: the text is bracketed');
  const events: readonly unknown[] = lines.filter((line: unknown) => !isWatermark(line));
  if (events.every(isEvent)) return events;
  throw new NotAnEvent(`Line ${events.findIndex((event) => !isEvent(event)) + 1} is not ${description}.`);
};

/** A line that is JSON but not an event. */
export class NotAnEvent extends Error {}

const isWatermark = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'event' in line && line.event === WATERMARK;
