import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type _Record as KinesisRecord,
} from '@aws-sdk/client-kinesis';
import type { Cloud } from 'embedded-cloud';
import { embeddedSettings } from '../../local/clients';

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
  readonly keyId: string;
}

/** Reads the whole stream through the endpoint, each shard up to the checkpoint of count-viewers. */
export const auditStream = async (cloud: Cloud): Promise<StreamAudit> => {
  const kinesis = new KinesisClient(embeddedSettings(cloud.surroundings));
  const StreamName = cloud.nameOf('AWS::Kinesis::Stream', 'viewing-events');
  const checkpoints = new Map(
    (await cloud.services.lambda.progress())
      .filter(({ functionArn }) => functionArn.endsWith('-count-viewers'))
      .flatMap(({ shards }) => shards)
      .map(({ shardId, checkpoint }) => [shardId, checkpoint]),
  );
  const eventIds = new Set<string>();
  const keyIds = new Set<string>();
  let events = 0;
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  for (const { ShardId = '' } of Shards) {
    const checkpoint = BigInt(checkpoints.get(ShardId) ?? -1);
    for await (const record of recordsOf(kinesis, StreamName, ShardId)) {
      if (BigInt(record.SequenceNumber ?? 0) > checkpoint) break;
      for (const { eventId, keyId } of eventsIn(record)) {
        events++;
        eventIds.add(eventId);
        keyIds.add(keyId);
      }
    }
  }
  return { eventIds, duplicates: events - eventIds.size, keyIds };
};

async function* recordsOf(kinesis: KinesisClient, StreamName: string, ShardId: string): AsyncGenerator<KinesisRecord> {
  const start = await kinesis.send(
    new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  let iterator = start.ShardIterator;
  while (iterator !== undefined) {
    const {
      Records = [],
      NextShardIterator,
      MillisBehindLatest,
    } = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 5_000 }));
    yield* Records;
    iterator = Records.length === 0 && MillisBehindLatest === 0 ? undefined : NextShardIterator;
  }
}

/** The events of a packed record; a watermark has none. */
const eventsIn = ({ Data = new Uint8Array() }: KinesisRecord): readonly StreamedEvent[] =>
  Buffer.from(Data)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null || !('event_id' in event && 'viewer_key_id' in event)) return [];
      return [{ eventId: String(event.event_id), keyId: String(event.viewer_key_id) }];
    });
