import type { StreamRecord } from '../../core/ports';
import type { JsonObject } from '../../core/service';

/** A record, as GetRecords and SubscribeToShard return it. */
export const toRecord = (record: StreamRecord, encrypted: boolean): JsonObject => ({
  SequenceNumber: record.sequenceNumber,
  PartitionKey: record.partitionKey,
  Data: record.data.toString('base64'),
  ApproximateArrivalTimestamp: record.arrivedAt / 1000,
  ...(encrypted ? { EncryptionType: 'KMS' } : {}),
});
