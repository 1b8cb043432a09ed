import type { Fields } from '../../core/fields';
import type { JsonObject } from '../../core/service';
import { invalidParameter } from './errors';
import { missingStream } from './stream-calls';
import type { LogGroup } from './log-group';

/** The limits of a batch. Source: the API reference of PutLogEvents. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const BYTES_PER_EVENT = 26;
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const [MAX_AHEAD_MS, MAX_AGE_MS] = [2 * HOUR_MS, 14 * DAY_MS];

/** Appends a batch of events to a stream; reports the events that are too old, expired or too far in the future. */
export const putLogEvents = async (group: LogGroup, input: Fields, now: number): Promise<JsonObject> => {
  const stream = input.string('logStreamName');
  if (!(await hasStream(group, stream))) missingStream();
  const events = input.objects('logEvents').map((event) => ({
    stream,
    timestamp: event.number('timestamp'),
    message: event.string('message'),
  }));
  checkBatch(events);
  const { retentionDays = Infinity } = group.settings;
  const expired = events.filter(({ timestamp }) => timestamp < now - retentionDays * DAY_MS).length;
  const tooOld = events.filter(({ timestamp }) => timestamp < now - MAX_AGE_MS).length;
  const tooNew = events.filter(({ timestamp }) => timestamp > now + MAX_AHEAD_MS).length;
  const accepted = events.slice(Math.max(expired, tooOld), events.length - tooNew);
  if (accepted.length > 0) group.append(accepted);
  const rejected = {
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(tooNew > 0 && { tooNewLogEventStartIndex: events.length - tooNew }),
  };
  return { nextSequenceToken: '1', ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }) };
};

const checkBatch = (events: readonly { readonly timestamp: number; readonly message: string }[]): void => {
  if (events.length === 0 || events.length > MAX_EVENTS) {
    throw invalidParameter(`logEvents must have 1 to ${MAX_EVENTS} events.`);
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + BYTES_PER_EVENT, 0);
  if (bytes > MAX_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
  }
  if (events.some(({ message }) => message === '')) throw invalidParameter('A message must not be empty.');
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  const [first, last] = [events[0]?.timestamp ?? 0, events.at(-1)?.timestamp ?? 0];
  if (last - first > DAY_MS) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
};

const hasStream = async (group: LogGroup, name: string): Promise<boolean> => {
  if (name in group.settings.streams) return true;
  for await (const { stream } of group.events()) if (stream === name) return true;
  return false;
};
