import type { Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { fromDecimal, hashOfPartitionKey } from './hash-key';
import { invalidArgument } from './invalid-argument';
import type { HashedRecord } from './stream';

const MAX_KEY_LENGTH = 256;

/** Parses one entry; throws the error that Kinesis returns for an entry that exceeds its limits. */
export const parseRecord = (entry: Fields, { recordBytes }: Limits): HashedRecord => {
  const partitionKey = entry.string('PartitionKey');
  if (partitionKey.length < 1 || partitionKey.length > MAX_KEY_LENGTH) {
    throw invalid(`A partition key must have 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const data = entry.string('Data');
  const bytes = Buffer.byteLength(data, 'base64') + Buffer.byteLength(partitionKey);
  if (bytes > recordBytes) throw invalid('A record may have at most 1 MiB, including its partition key.');
  const explicit = entry.optionalString('ExplicitHashKey');
  if (explicit === undefined) return { partitionKey, data, bytes, hash: hashOfPartitionKey(partitionKey) };
  const hash = fromDecimal(explicit);
  if (hash !== undefined) return { partitionKey, data, bytes, hash };
  throw invalidArgument(`ExplicitHashKey ${explicit} is not a valid hash key.`);
};

/** Parses a PutRecords request; throws when the request, or any of its entries, exceeds the limits. */
export const parseRecords = (input: Fields, limits: Limits): HashedRecord[] => {
  const { putRecordsRecords, putRecordsBytes } = limits;
  const records = input.objects('Records').map((entry) => parseRecord(entry, limits));
  if (records.length < 1 || records.length > putRecordsRecords)
    throw invalid(`PutRecords accepts 1 to ${putRecordsRecords} records.`);
  const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
  if (bytes > putRecordsBytes) throw invalidArgument('Records size exceeds 10 MB limit');
  return records;
};

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
