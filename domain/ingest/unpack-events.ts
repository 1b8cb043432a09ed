import { WATERMARK } from './pack-events';

/** A record of the stream that is not what the collector writes, and will not be, however often it is delivered. */
export interface UnreadableRecord {
  readonly sequenceNumber: string;
  /** Quotes nothing of it. */
  readonly reason: string;
  /** Base64, as it came. */
  readonly data: string;
}

/** The events of a record as it was delivered, for a reader that says what it needs of one; or why it can't be read. */
export const readRecord = <Event>(
  isEvent: (line: unknown) => line is Event,
  { sequenceNumber, data }: Omit<UnreadableRecord, 'reason'>,
): readonly Event[] | UnreadableRecord => {
  try {
    return unpackEvents(isEvent, Buffer.from(data, 'base64').toString('utf8'));
  } catch (error) {
    return { sequenceNumber, data, reason: error instanceof NotAnEvent ? error.message : 'The record is not NDJSON.' };
  }
};

/**
 * Reads a packed record: its events, none for a watermark. Throws a SyntaxError where it is not NDJSON,
 * {@link NotAnEvent} naming a line that the collector can't have written.
 */
export const unpackEvents = <Event>(isEvent: (line: unknown) => line is Event, data: string): readonly Event[] => {
  // One parse for all lines: a line break in JSON text stands only between events, for inside strings it is escaped.
  const lines: unknown = JSON.parse(`[${data.trimEnd().replaceAll('\n', ',')}]`);
  if (!Array.isArray(lines)) throw new Error('unreachable: the text is bracketed');
  const events: readonly unknown[] = lines.filter((line: unknown) => !isWatermark(line));
  if (events.every(isEvent)) return events;
  throw new NotAnEvent(`Line ${events.findIndex((event) => !isEvent(event)) + 1} is no viewing event.`);
};

/** A line that parses and yet is no event. */
export class NotAnEvent extends Error {}

const isWatermark = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'event' in line && line.event === WATERMARK;
