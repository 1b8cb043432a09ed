import fc from 'fast-check';
import { VIEWING, type ViewingEvent } from '../../domain/families/viewing';
import { type PackedRecord, packEvents } from '../../domain/ingest';
import type { PresenceSettings, StreamRecord } from '../../lambdas/live/count-viewers/count-viewers';
import { toPresence } from '../../lambdas/live/count-viewers/count-viewers';
import { presenceItems } from '../../lambdas/live/count-viewers/batch-items';
import type { Item } from 'aws-clients/dynamodb';

/** A packed record as the event source delivers it. */
export const streamRecord = (
  { bucket, data }: PackedRecord,
  arrivedAt: number,
  sequenceNumber = '49000000000000000001',
): StreamRecord => ({ sequenceNumber, bucket, arrivedAt, data: Buffer.from(data, 'utf8').toString('base64') });

/** The records of one request's events, which arrive together. */
export const requestRecords = (
  events: readonly ViewingEvent[],
  arrivedAt: number,
  buckets: number,
): readonly StreamRecord[] => packEvents(VIEWING, events, buckets).map((record) => streamRecord(record, arrivedAt));

/** The presence items of a batch. */
export const itemsOf = (records: readonly StreamRecord[], settings: PresenceSettings): readonly Item[] => {
  const start = {
    shardId: 'shardId-000000000000',
    sequenceNumber: records[0]?.sequenceNumber ?? '',
    records: records.length,
  };
  return presenceItems(toPresence(records, settings), start, settings.closeAfterMs);
};

/** Divides items into at most `groups` groups, in any order, such as batches, requests or shards. */
export const divisions = <Item>(items: readonly Item[], groups: number): fc.Arbitrary<readonly (readonly Item[])[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...items], { minLength: items.length }),
      fc.array(fc.nat(groups - 1), { minLength: items.length, maxLength: items.length }),
    )
    .map(([shuffled, places]) =>
      Array.from({ length: groups }, (_, group) => shuffled.filter((_, n) => places[n] === group)).filter(
        ({ length }) => length > 0,
      ),
    );
