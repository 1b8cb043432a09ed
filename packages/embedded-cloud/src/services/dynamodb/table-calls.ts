import { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import type { DynamoEngine } from './engine';
import type { Table } from './table';
import { createIndex, deleteIndex } from './table-indexes';
import { changeTable, readTable, untilActive, validationError } from './table-record';
import type { TableSettings, TableSettingsStore } from './table-settings';

/** What the calls on tables use. */
export interface TableBackend {
  readonly engine: DynamoEngine;
  readonly settings: TableSettingsStore;
  /** The declaration of a table in a template; undefined for a table that a call created. */
  readonly declared: (name: string) => Table | undefined;
}

/** The calls on tables that dynalite lacks, or that it runs only in part. */
export const tableCalls = (backend: TableBackend): Readonly<Record<string, Operation>> => {
  const call =
    (run: (backend: TableBackend, input: Fields, name: string) => Promise<JsonObject>): Operation =>
    (input) => {
      const fields = new Fields(input);
      return run(backend, fields, fields.string('TableName').replace(/^arn:.*:table\//, ''));
    };
  return {
    CreateTable: call(createTable),
    UpdateTable: call(updateTable),
    DeleteTable: call(deleteTable),
    DescribeTimeToLive: call(async (_, __, name) => ({
      TimeToLiveDescription: describeTtl(await settingsOf(backend, name)),
    })),
    UpdateTimeToLive: call(updateTimeToLive),
    DescribeContinuousBackups: call(async (_, __, name) => describeBackups(await settingsOf(backend, name))),
    UpdateContinuousBackups: call(updateContinuousBackups),
  };
};

/** The settings of a table: those that calls made, or else those of its template. Throws when it does not exist. */
const settingsOf = async ({ engine, settings, declared }: TableBackend, name: string): Promise<TableSettings> => {
  await readTable(engine.store, name);
  const { ttlAttribute, pointInTimeRecovery = false } = declared(name) ?? {};
  return (await settings.get(name)) ?? { ttlAttribute, pointInTimeRecovery };
};

const createTable = async ({ engine }: TableBackend, input: Fields, name: string): Promise<JsonObject> => {
  const created = await engine.call('CreateTable', input.all);
  await untilActive(engine.store, name);
  const Tags = input.all['Tags'];
  const ResourceArn = created.object('TableDescription')?.string('TableArn');
  if (input.objects('Tags').length > 0) await engine.call('TagResource', { ResourceArn, Tags });
  if (!input.boolean('DeletionProtectionEnabled')) return created.all;
  await changeTable(engine.store, name, () => ({ DeletionProtectionEnabled: true }));
  return { TableDescription: { ...created.object('TableDescription')?.all, DeletionProtectionEnabled: true } };
};

const deleteTable = async ({ engine, settings }: TableBackend, input: Fields, name: string): Promise<JsonObject> => {
  if ((await readTable(engine.store, name)).boolean('DeletionProtectionEnabled')) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  const deleted = await engine.call('DeleteTable', input.all);
  await settings.delete(name);
  return deleted.all;
};

/** Dynalite runs the changes of throughput; it ignores those of indexes and of the protection against deletion. */
const updateTable = async ({ engine }: TableBackend, input: Fields, name: string): Promise<JsonObject> => {
  const updates = input.objects('GlobalSecondaryIndexUpdates');
  const changes = updates.filter((update) => update.has('Create') || update.has('Delete'));
  if (changes.length > 1) {
    const message = 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table';
    throw new ServiceError('LimitExceededException', message);
  }
  const [change] = changes;
  const hasProtection = input.has('DeletionProtectionEnabled');
  const rest = updates.filter((update) => update !== change);
  let description = (await readTable(engine.store, name)).all;
  if (changesThroughput(input, rest) || (!change && !hasProtection)) {
    description = await updateThroughput(engine, input, rest);
    await untilActive(engine.store, name);
  }
  if (hasProtection) {
    const DeletionProtectionEnabled = input.boolean('DeletionProtectionEnabled');
    description = await changeTable(engine.store, name, () => ({ DeletionProtectionEnabled }));
  }
  if (change) description = await changeIndex(engine, input, name, change);
  return { TableDescription: description };
};

const changesThroughput = (input: Fields, rest: readonly Fields[]): boolean =>
  rest.length > 0 || input.has('ProvisionedThroughput') || input.has('BillingMode');

const updateThroughput = async (engine: DynamoEngine, input: Fields, rest: readonly Fields[]): Promise<JsonObject> => {
  const GlobalSecondaryIndexUpdates = rest.length > 0 ? rest.map(({ all }) => all) : undefined;
  const output = await engine.call('UpdateTable', { ...input.all, GlobalSecondaryIndexUpdates });
  return output.object('TableDescription')?.all ?? {};
};

const changeIndex = (engine: DynamoEngine, input: Fields, name: string, change: Fields): Promise<JsonObject> => {
  const create = change.object('Create');
  if (create) return createIndex(engine.store, name, create, input.objects('AttributeDefinitions'));
  return deleteIndex(engine.store, name, change.object('Delete')?.string('IndexName') ?? '');
};

const updateTimeToLive = async (backend: TableBackend, input: Fields, name: string): Promise<JsonObject> => {
  const specification = input.object('TimeToLiveSpecification');
  if (!specification) throw validationError('The request must contain the parameter TimeToLiveSpecification.');
  const settings = await settingsOf(backend, name);
  const isEnabled = specification.boolean('Enabled');
  if (isEnabled === (settings.ttlAttribute !== undefined)) {
    throw validationError(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
  }
  const ttlAttribute = isEnabled ? specification.string('AttributeName') : undefined;
  await backend.settings.put(name, { ...settings, ttlAttribute });
  return { TimeToLiveSpecification: specification.all };
};

const updateContinuousBackups = async (backend: TableBackend, input: Fields, name: string): Promise<JsonObject> => {
  const specification = input.object('PointInTimeRecoverySpecification');
  const changed = {
    ...(await settingsOf(backend, name)),
    pointInTimeRecovery: specification?.boolean('PointInTimeRecoveryEnabled') ?? false,
  };
  await backend.settings.put(name, changed);
  return describeBackups(changed);
};

const describeTtl = ({ ttlAttribute }: TableSettings): JsonObject =>
  ttlAttribute === undefined
    ? { TimeToLiveStatus: 'DISABLED' }
    : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute };

const describeBackups = ({ pointInTimeRecovery }: TableSettings): JsonObject => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED' },
  },
});
