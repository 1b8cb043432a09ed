import type { Cloud, StreamRecord } from 'embedded-cloud';

/** The events of the stream that count-viewers has processed. */
export interface StreamAudit {
  readonly eventIds: ReadonlySet<string>;
  /** Copies of events beyond the first. */
  readonly duplicates: number;
  /** The ids of the keys that made the viewers' pseudonyms. */
  readonly keyIds: ReadonlySet<string>;
}

interface StreamedEvent {
  readonly eventId: string;
  /** Absent for an anonymous viewer. */
  readonly keyId?: string;
}

/** Reads the whole stream, each shard up to the checkpoint of count-viewers. */
export const auditStream = async (cloud: Cloud): Promise<StreamAudit> => {
  const streamName = cloud.nameOf('AWS::Kinesis::Stream', 'viewing-events');
  const checkpoints = new Map(
    (await cloud.services.lambda.progress())
      .filter(({ functionArn }) => functionArn.endsWith('-count-viewers'))
      .flatMap(({ shards }) => shards)
      .map(({ shardId, checkpoint }) => [shardId, checkpoint]),
  );
  const eventIds = new Set<string>();
  const keyIds = new Set<string>();
  let events = 0;
  for (const { shardId } of cloud.services.kinesis.shards(streamName)) {
    const checkpoint = BigInt(checkpoints.get(shardId) ?? -1);
    for await (const record of recordsOf(cloud, streamName, shardId)) {
      if (BigInt(record.sequenceNumber) > checkpoint) break;
      for (const { eventId, keyId } of eventsIn(record)) {
        events++;
        eventIds.add(eventId);
        if (keyId !== undefined) keyIds.add(keyId);
      }
    }
  }
  return { eventIds, duplicates: events - eventIds.size, keyIds };
};

/** Reads inside the process, because the endpoint limits reads to 2 MB/s per shard. */
async function* recordsOf({ services }: Cloud, streamName: string, shardId: string): AsyncGenerator<StreamRecord> {
  let last: string | undefined;
  for (;;) {
    const { records } = await services.kinesis.read(streamName, shardId, last, 5_000);
    if (records.length === 0) return;
    yield* records;
    last = records.at(-1)?.sequenceNumber;
  }
}

/** The events of a packed record; a watermark has none. */
const eventsIn = ({ data }: StreamRecord): readonly StreamedEvent[] =>
  data
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null || !('event_id' in event)) return [];
      const keyId = 'viewer_key_id' in event ? { keyId: String(event.viewer_key_id) } : {};
      return [{ eventId: String(event.event_id), ...keyId }];
    });
