import type { Fields } from '../../core/fields';
import type { JsonObject, Operation } from '../../core/service';
import { invalidParameter } from './errors';
import { toFilter } from './filter-pattern';
import { missingStream } from './stream-calls';
import { byTime, eventIdOf, ingestionTimeOf, type LogEvent } from './log-event';
import type { LogGroup } from './log-group';
import type { LogGroups } from './log-groups';
import { onGroupOf } from './on-group';
import { limitOf } from './page';
import { putLogEvents } from './put-log-events';

/** The most events of an answer, and the most bytes of their messages. Source: the API reference of GetLogEvents. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1024 * 1024;

/** The calls that write and read events. */
export const eventCalls = (groups: LogGroups): Readonly<Record<string, Operation>> => {
  const onGroup = onGroupOf(groups);
  return {
    PutLogEvents: onGroup((group, input) => putLogEvents(group, input, groups.now())),
    GetLogEvents: onGroup(getLogEvents),
    FilterLogEvents: onGroup(filterLogEvents),
  };
};

/** A time range in epoch ms: the start belongs to it, the end does not. */
const inRange = (input: Fields): ((event: LogEvent) => boolean) => {
  const start = input.optionalNumber('startTime') ?? 0;
  const end = input.optionalNumber('endTime') ?? Infinity;
  return ({ timestamp }) => timestamp >= start && timestamp < end;
};

/** The events of one stream: the newest by default, or those after a forward or before a backward token. */
const getLogEvents = async (group: LogGroup, input: Fields): Promise<JsonObject> => {
  const stream = input.string('logStreamName');
  const token = parseToken(input.optionalString('nextToken'));
  const isForward = token ? token.direction === 'f' : input.boolean('startFromHead');
  const limit = limitOf(input, MAX_EVENTS);
  const isInRange = inRange(input);
  const found: LogEvent[] = [];
  let exists = stream in group.settings.streams;
  for await (const event of group.events()) {
    if (event.stream !== stream) continue;
    exists = true;
    const id = eventIdOf(event);
    if (isInRange(event) && (!token || (isForward ? id > token.eventId : id < token.eventId))) found.push(event);
  }
  if (!exists) missingStream();
  found.sort(byTime);
  const events = isForward ? upTo(found, limit) : upTo(found.reverse(), limit).toReversed();
  const [first, last] = [events[0], events.at(-1)];
  return {
    events: events.map((event) => ({ ...toOutput(event), ingestionTime: ingestionTimeOf(event) })),
    nextForwardToken: toToken('f', last ? eventIdOf(last) : token?.eventId),
    nextBackwardToken: toToken('b', first ? eventIdOf(first) : token?.eventId),
  };
};

/** The matching events of a group or of some of its streams, in the order of their timestamps. */
const filterLogEvents = async (group: LogGroup, input: Fields): Promise<JsonObject> => {
  const isWanted = await wantedStreams(group, input);
  const matches = toFilter(input.optionalString('filterPattern') ?? '');
  const after = input.optionalString('nextToken') ?? '';
  const limit = limitOf(input, MAX_EVENTS);
  const isInRange = inRange(input);
  const found: LogEvent[] = [];
  for await (const event of group.events()) {
    if (isInRange(event) && isWanted(event.stream) && eventIdOf(event) > after && matches(event.message)) {
      found.push(event);
    }
  }
  const events = upTo(found.sort(byTime), limit);
  const last = events.at(-1);
  return {
    events: events.map((event) => ({
      logStreamName: event.stream,
      ...toOutput(event),
      ingestionTime: ingestionTimeOf(event),
      eventId: eventIdOf(event),
    })),
    searchedLogStreams: [],
    ...(last && events.length < found.length && { nextToken: eventIdOf(last) }),
  };
};

const wantedStreams = async (group: LogGroup, input: Fields): Promise<(stream: string) => boolean> => {
  const names = new Set(input.strings('logStreamNames'));
  const prefix = input.optionalString('logStreamNamePrefix');
  if (prefix !== undefined && names.size > 0) {
    throw invalidParameter('Only one of logStreamNames and logStreamNamePrefix can be specified.');
  }
  if (names.size === 0) return (stream) => stream.startsWith(prefix ?? '');
  const missing = new Set([...names].filter((name) => !(name in group.settings.streams)));
  if (missing.size > 0) for await (const { stream } of group.events()) missing.delete(stream);
  if (missing.size > 0) missingStream();
  return (stream) => names.has(stream);
};

/** The first events, as many as an answer may have. */
const upTo = (events: readonly LogEvent[], limit: number): readonly LogEvent[] => {
  let bytes = 0;
  const end = events.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message);
    return index === limit || (bytes > MAX_BYTES && index > 0);
  });
  return end < 0 ? events : events.slice(0, end);
};

const toOutput = ({ timestamp, message }: LogEvent): JsonObject => ({ timestamp, message });

/** A position in a stream, and the direction in which the next call reads from it. */
interface Token {
  readonly direction: 'f' | 'b';
  readonly eventId: string;
}

const START = eventIdOf({ timestamp: 0, id: 0 });

const toToken = (direction: Token['direction'], eventId = START): string => `${direction}/${eventId}/s`;

const parseToken = (text: string | undefined): Token | undefined => {
  if (text === undefined) return undefined;
  const [, direction, eventId = ''] = /^([fb])\/(\d{56})\/s$/.exec(text) ?? [];
  if (direction === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return { direction: direction === 'f' ? 'f' : 'b', eventId };
};
