import type { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError, type Surroundings } from '../../core/service';
import { invalidParameter } from './errors';
import { alreadyExists, MAX_DESCRIBED, validName } from './group-calls';
import { ingestionTimeOf, type LogEvent } from './log-event';
import type { LogGroup } from './log-group';
import type { LogGroups } from './log-groups';
import { onGroupOf } from './on-group';
import { page } from './page';

/** The calls that create, describe and delete log streams. */
export const streamCalls = (groups: LogGroups, surroundings: Surroundings): Readonly<Record<string, Operation>> => {
  const onGroup = onGroupOf(groups);
  return {
    DescribeLogStreams: onGroup((group, input) => describeStreams(group, input, surroundings)),
    CreateLogStream: onGroup(async (group, input) => {
      const name = validName(input.string('logStreamName'), /^[^:*]{1,512}$/);
      if ((await streamsOf(group)).has(name)) throw alreadyExists('log stream');
      group.change({ streams: { ...group.settings.streams, [name]: groups.now() } });
      return {};
    }),
    DeleteLogStream: onGroup(async (group, input) => {
      const name = input.string('logStreamName');
      const stream = (await streamsOf(group)).get(name) ?? missingStream();
      const streams = Object.fromEntries(Object.entries(group.settings.streams).filter(([other]) => other !== name));
      const deletedUpTo = { ...group.settings.deletedUpTo, [name]: stream.lastId };
      group.change({ streams, deletedUpTo });
      return {};
    }),
  };
};

/** Throws the error for a stream that does not exist. */
export const missingStream = (): never => {
  throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
};

/** A stream, with the first and the last event in the order of their timestamps. */
interface Stream {
  readonly name: string;
  readonly createdAt: number;
  readonly first?: LogEvent;
  readonly last?: LogEvent;
  /** The id of the event that arrived last; 0 when there is none. */
  readonly lastId: number;
}

/** The streams of a group: those that have events, and those that a call created. */
const streamsOf = async (group: LogGroup): Promise<Map<string, Stream>> => {
  const streams = new Map<string, Stream>(
    Object.entries(group.settings.streams).map(([name, createdAt]) => [name, { name, createdAt, lastId: 0 }]),
  );
  for await (const event of group.events()) {
    const known = streams.get(event.stream);
    streams.set(event.stream, {
      name: event.stream,
      createdAt: known?.createdAt ?? ingestionTimeOf(event),
      first: known?.first && known.first.timestamp <= event.timestamp ? known.first : event,
      last: known?.last && known.last.timestamp > event.timestamp ? known.last : event,
      lastId: event.id,
    });
  }
  return streams;
};

const describeStreams = async (
  group: LogGroup,
  input: Fields,
  { region, accountId }: Surroundings,
): Promise<JsonObject> => {
  const prefix = input.optionalString('logStreamNamePrefix') ?? '';
  const isByTime = input.optionalString('orderBy') === 'LastEventTime';
  if (isByTime && prefix !== '') throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const keyOf = ({ name, last }: Stream) =>
    isByTime ? `${String(last?.timestamp ?? 0).padStart(16, '0')} ${name}` : name;
  const streams = [...(await streamsOf(group)).values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (input.boolean('descending')) streams.reverse();
  const { items, next } = page(streams, keyOf, input, MAX_DESCRIBED);
  const groupArn = `arn:aws:logs:${region}:${accountId}:log-group:${group.name}`;
  return { logStreams: items.map((stream) => describeStream(stream, groupArn)), ...next };
};

const describeStream = ({ name, createdAt, first, last }: Stream, groupArn: string): JsonObject => ({
  logStreamName: name,
  creationTime: createdAt,
  ...(first && { firstEventTimestamp: first.timestamp }),
  ...(last && { lastEventTimestamp: last.timestamp, lastIngestionTime: ingestionTimeOf(last) }),
  uploadSequenceToken: '1',
  arn: `${groupArn}:log-stream:${name}`,
  storedBytes: 0,
});
