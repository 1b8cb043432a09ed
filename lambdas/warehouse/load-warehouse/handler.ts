import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, type MetricDatum, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { DIMENSIONS } from '../../../domain/dimensions';
import { WAREHOUSE_METRICS } from '../../../domain/warehouse/metrics';
import { clientSettings } from 'aws-clients';
import { LakeObjects } from '../../lake/lake-objects';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { RedshiftQueries } from 'aws-clients/redshift';
import { readEnv } from './env';
import { mirror, type Mirrored, type LoadServices, prepare, rowsByAge } from './mirror';

/** A run ends by itself well before the function's time is up. */
const BUDGET_MS = 600_000;
const STATEMENT_TIMEOUT_MS = 240_000;

// Cold start. What must stand in the warehouse is made once for the life of the function.
const env = readEnv();
const logger = createLogger('load-warehouse');
const put = putMetrics(new CloudWatchClient(clientSettings(3)), env.METRICS_NAMESPACE, (error) =>
  logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
);
const s3 = new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true });
const services: LoadServices = {
  warehouse: new RedshiftQueries(new RedshiftDataClient(clientSettings(3, 10_000)), {
    workgroup: env.WORKGROUP_NAME,
    database: env.WAREHOUSE_DATABASE_NAME,
    secretName: env.ADMIN_SECRET_NAME,
    timeoutMs: STATEMENT_TIMEOUT_MS,
  }),
  objects: new LakeObjects(s3, env.LAKE_BUCKET_NAME),
  read: (name) => readFileSync(join(__dirname, 'sql', `${name}.sql`), 'utf8'),
  copyRole: env.COPY_ROLE_ARN,
  now: Date.now,
};
let prepared: Promise<void> | undefined;

/** Called by the Scheduler every quarter of an hour, and by an operator who does not want to wait. */
export const handler = async (): Promise<Mirrored> => {
  const startedAt = Date.now();
  try {
    prepared ??= prepare(services);
    await prepared;
    const mirrored = await mirror(services, startedAt + BUDGET_MS);
    if (mirrored.leftOut.length > 0) logger.error('objects of raw do not fit and were left out', { ...mirrored });
    logger.info('mirrored', { loaded: mirrored.loaded, erased: mirrored.erased, lagMs: mirrored.lagMs });
    await put([...toData(mirrored, Date.now() - startedAt), ...rowData(await rowsByAge(services))]);
    return mirrored;
  } catch (error) {
    prepared = undefined; // it may be what failed
    await put([datum(WAREHOUSE_METRICS.warehouseFailedLoads, 1)]);
    throw error;
  }
};

const toData = ({ loaded, leftOut, lagMs }: Mirrored, ms: number): readonly MetricDatum[] => [
  datum(WAREHOUSE_METRICS.warehouseLoadedObjects, loaded),
  datum(WAREHOUSE_METRICS.warehouseFailedLoads, leftOut.length),
  datum(WAREHOUSE_METRICS.warehouseLoadLag, lagMs, 'Milliseconds'),
  datum(WAREHOUSE_METRICS.warehouseLoadTime, ms, 'Milliseconds'),
];

const rowData = (rows: ReadonlyMap<number, number>): readonly MetricDatum[] =>
  [...rows].map(([daysAgo, count]) => ({
    ...datum(WAREHOUSE_METRICS.warehouseRows, count),
    Dimensions: [{ Name: DIMENSIONS.daysAgo, Value: String(daysAgo) }],
  }));

const datum = (MetricName: string, Value: number, Unit: StandardUnit = 'Count'): MetricDatum => ({
  ...{ MetricName, Value, Unit },
  Timestamp: new Date(),
});
