import { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import type { CatalogStore, Entry } from './catalog-store';
import { partitionFilter } from './partition-filter';
import type { Partition, Partitions } from './partitions';
import { attempt, inputIn } from './table-calls';

const MAX_PAGE = 1_000;

/** The calls on the partitions of a table. */
export const partitionCalls = (store: CatalogStore): Readonly<Record<string, Operation>> => {
  const onTable =
    (call: (entry: Entry, fields: Fields) => JsonObject): Operation =>
    (input) => {
      const fields = new Fields(input);
      return call(store.entry(fields.string('DatabaseName'), fields.string('TableName')), fields);
    };
  return {
    GetPartition: onTable(({ partitions }, fields) => ({
      Partition: describe(fields, existing(partitions, fields.strings('PartitionValues'))),
    })),
    GetPartitions: onTable(getPartitions),
    BatchGetPartition: onTable(({ partitions }, fields) => {
      const keys = fields.objects('PartitionsToGet').map((key) => key.strings('Values'));
      return { Partitions: keys.flatMap((key) => partitions.get(key) ?? []).map((found) => describe(fields, found)) };
    }),
    CreatePartition: onTable(({ partitions }, fields) => {
      create(partitions, inputIn(fields, 'PartitionInput'));
      return {};
    }),
    BatchCreatePartition: onTable(({ partitions }, fields) =>
      batch(fields.objects('PartitionInputList'), (input) => create(partitions, input)),
    ),
    UpdatePartition: onTable(({ partitions }, fields) => {
      const { values } = existing(partitions, fields.strings('PartitionValueList'));
      partitions.put(toPartition(inputIn(fields, 'PartitionInput')), values);
      return {};
    }),
    DeletePartition: onTable(({ partitions }, fields) => {
      remove(partitions, fields.strings('PartitionValues'));
      return {};
    }),
    BatchDeletePartition: onTable(({ partitions }, fields) =>
      batch(fields.objects('PartitionsToDelete'), (key) => remove(partitions, key.strings('Values'))),
    ),
  };
};

/** Runs a call for each partition of a batch; the answer has the errors of those that failed. */
const batch = (items: readonly Fields[], run: (item: Fields) => void): JsonObject => ({
  Errors: items.flatMap((item) => {
    const error = attempt(() => run(item));
    return error ? [{ PartitionValues: item.strings('Values'), ErrorDetail: error }] : [];
  }),
});

const getPartitions = ({ table, partitions }: Entry, fields: Fields): JsonObject => {
  const matches = partitionFilter(
    fields.optionalString('Expression'),
    table.partitionKeys.map(({ name }) => name),
  );
  const all = partitions.all.filter(({ values }) => matches(values));
  const from = Number(fields.optionalString('NextToken') ?? 0);
  const page = all.slice(from, from + Math.min(fields.optionalNumber('MaxResults') ?? MAX_PAGE, MAX_PAGE));
  const next = from + page.length;
  return {
    Partitions: page.map((partition) => describe(fields, partition)),
    ...(next < all.length && { NextToken: String(next) }),
  };
};

const create = (partitions: Partitions, input: Fields): void => {
  const partition = toPartition(input);
  if (partitions.get(partition.values)) {
    throw new ServiceError('AlreadyExistsException', 'Partition already exists.');
  }
  partitions.put(partition);
};

const remove = (partitions: Partitions, values: readonly string[]): void => {
  partitions.remove(existing(partitions, values).values);
};

const toPartition = (input: Fields): Partition => ({
  values: input.strings('Values'),
  input: input.all,
  createdAt: Math.floor(Date.now() / 1_000),
});

const existing = (partitions: Partitions, values: readonly string[]): Partition => {
  const partition = partitions.get(values);
  if (!partition) throw new ServiceError('EntityNotFoundException', 'Cannot find partition.');
  return partition;
};

const describe = (fields: Fields, { input, createdAt }: Partition): JsonObject => ({
  ...input,
  DatabaseName: fields.string('DatabaseName'),
  TableName: fields.string('TableName'),
  CreationTime: createdAt,
});
