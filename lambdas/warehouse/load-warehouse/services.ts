import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from 'aws-clients';
import { RedshiftQueries } from 'aws-clients/redshift';
import { LakeObjects } from '../../lake';
import type { LoadWarehouseEnv } from './env';
import type { LoadServices } from './load-services';

const STATEMENT_TIMEOUT_MS = 240_000;

/** Connects loading to its environment. */
export const createServices = (env: LoadWarehouseEnv): LoadServices => ({
  warehouse: new RedshiftQueries(new RedshiftDataClient(clientSettings(3, 10_000)), {
    workgroup: env.WORKGROUP_NAME,
    database: env.WAREHOUSE_DATABASE_NAME,
    secretName: env.ADMIN_SECRET_NAME,
    timeoutMs: STATEMENT_TIMEOUT_MS,
  }),
  timeoutMs: STATEMENT_TIMEOUT_MS,
  objects: new LakeObjects(new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true }), env.LAKE_BUCKET_NAME),
  read: (name) => readFileSync(join(__dirname, 'sql', `${name}.sql`), 'utf8'),
  copyRole: env.COPY_ROLE_ARN,
  now: Date.now,
});
