import { CreatePartitionCommand, GlueClient } from '@aws-sdk/client-glue';
import { EmbeddedTables, type TestTable } from '../../src/testing/embedded-tables';

/** Clicks as they arrived, partitioned by date and hour of arrival; the partitions are projected. */
export const RAW_CLICKS = {
  name: 'raw_clicks',
  prefix: 'raw/clicks',
  columns: {
    click_id: 'string',
    page: 'string',
    clicked_at: 'bigint',
    sequence: 'bigint',
    visit_id: 'string',
    country: 'string',
    error_code: 'string',
    scroll_ratio: 'double',
    is_first: 'boolean',
    tests: 'array<struct<id:string,variant:string>>',
    dwell_ms: 'int',
    received_at: 'bigint',
  },
  partitionKeys: ['dt', 'hour'],
} as const satisfies TestTable;

/** One row per visit, partitioned by date; the catalog lists the partitions. */
export const VISITS = {
  name: 'visits',
  prefix: 'curated/visits',
  columns: {
    visit_id: 'string',
    country: 'string',
    tests: 'array<struct<id:string,variant:string>>',
    bounced: 'boolean',
    dwell_ms: 'bigint',
  },
  partitionKeys: ['dt'],
} as const satisfies TestTable;

/** Small JSON objects without partitions. */
export const REMOVED_USERS = {
  name: 'removed_users',
  prefix: 'removed/users',
  columns: { user_id: 'string', request_id: 'string', removed_at: 'bigint' },
  partitionKeys: [],
} as const satisfies TestTable;

/** Visits by week: one more table, so that lists of tables have several pages. */
const VISITS_WEEKLY = {
  name: 'visits_weekly',
  prefix: 'curated/visits_weekly',
  columns: { country: 'string', visits: 'bigint' },
  partitionKeys: ['week'],
} as const satisfies TestTable;

export const [BUCKET, DATABASE, ANALYSTS, NIGHTLY] = ['lake', 'shop', 'analysts', 'nightly'] as const;

export const TABLES: readonly TestTable[] = [RAW_CLICKS, VISITS, REMOVED_USERS, VISITS_WEEKLY];

/** Opens the shop's tables. */
export const openTables = (): Promise<EmbeddedTables> =>
  EmbeddedTables.open({
    database: DATABASE,
    bucket: BUCKET,
    tables: TABLES,
    json: [REMOVED_USERS.name],
    projected: [RAW_CLICKS.name],
    workgroups: { [ANALYSTS]: 10 * 2 ** 30, [NIGHTLY]: 100 * 2 ** 30, frugal: 10_000_000 },
  });

/** A row of RAW_CLICKS. */
export type Click = Readonly<Record<string, string | number | boolean | readonly object[] | undefined>>;

/** The nth of any number of distinct click ids. */
export const clickId = (n: number): string => `018f4e9c-5b1a-7c3e-9d2f-${String(n).padStart(12, '0')}`;

/** A click with every required column. */
export const aClick = (fields: Click = {}): Click => ({
  click_id: clickId(0),
  page: '/products/1',
  clicked_at: Date.UTC(2026, 10, 2, 20) - 1_000,
  sequence: 7,
  visit_id: 'visit-1',
  dwell_ms: 10_000,
  received_at: Date.UTC(2026, 10, 2, 20),
  ...fields,
});

/** Writes three clicks: two that arrived on 2026-11-01 in hour 07, and one on 2026-11-02 in hour 20. */
export const writeClicks = async (tables: EmbeddedTables): Promise<void> => {
  const clicks = Array.from({ length: 3 }, (_, n) =>
    aClick({ click_id: clickId(n), sequence: n, tests: [{ id: 'x', variant: 'b' }] }),
  );
  await tables.write(RAW_CLICKS, 'dt=2026-11-01/hour=07/part.parquet', clicks.slice(0, 2));
  await tables.write(RAW_CLICKS, 'dt=2026-11-02/hour=20/part.parquet', clicks.slice(2));
};

/** Adds a partition of VISITS to the catalog; its folder is relative to the table's. */
export const addVisitsPartition = async (tables: EmbeddedTables, dt: string, folder = `dt=${dt}/`): Promise<void> => {
  const Location = `s3://${BUCKET}/${VISITS.prefix}/${folder}`;
  const PartitionInput = { Values: [dt], StorageDescriptor: { Location } };
  const glue = new GlueClient(tables.endpoint.clientConfig());
  await glue.send(new CreatePartitionCommand({ DatabaseName: DATABASE, TableName: VISITS.name, PartitionInput }));
  glue.destroy();
};
