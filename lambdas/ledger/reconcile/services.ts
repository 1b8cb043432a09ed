import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import { RedshiftQueries } from 'aws-clients/redshift';
import { readStatement } from '../../foundation/athena-statement';
import { queueIsEmpty } from '../../foundation/queues';
import { readAccounts, writeAccounts, writeGaps } from '../account-book';
import { readNotes } from '../ledger-notes';
import { ledgerScopeOf } from '../ledger-scope';
import type { ReconcileEnv } from './env';
import { LakeAccounts } from './lake-accounts';
import { readTerms } from './read-terms';
import type { ReconcileServices } from './reconcile';
import { warehouseIds } from './warehouse-ids';

/** A statement to the warehouse is cancelled after this. */
const WAREHOUSE_TIMEOUT_MS = 240_000;

/** Connects reconciling to the stores of its environment. */
export const createServices = (env: ReconcileEnv, report: ReconcileServices['report']): ReconcileServices => {
  const scope = ledgerScopeOf(env);
  const dynamodb = new DynamoDBClient(clientSettings(3));
  const sqs = new SQSClient(clientSettings(3));
  const queries = new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME);
  const statement = (name: string): string => readStatement(join(__dirname, 'sql'), name);
  const warehouse = new RedshiftQueries(new RedshiftDataClient(clientSettings(3, 10_000)), {
    workgroup: env.WAREHOUSE_WORKGROUP_NAME,
    database: env.WAREHOUSE_DATABASE_NAME,
    timeoutMs: WAREHOUSE_TIMEOUT_MS,
  });
  return {
    notes: (kind, period) => readNotes(dynamodb, kind, period, scope),
    lake: new LakeAccounts(queries, statement, scope.audit),
    warehouse: (name, span) => warehouseIds(warehouse, statement(name), scope.audit, span),
    accountsSince: (period) => readAccounts(dynamodb, scope.tableName, period),
    writeAccounts: (accounts) => writeAccounts(dynamodb, scope, accounts),
    writeGaps: (period, gaps) => writeGaps(dynamodb, scope, period, gaps),
    overflowIsEmpty: () => queueIsEmpty(sqs, env.OVERFLOW_QUEUE_URL),
    settings: {
      periodMs: scope.audit.periodMs,
      lookBackMs: Number(env.LOOK_BACK_SECONDS) * 1_000,
      terms: readTerms(env.PATH_TERMS),
    },
    report,
  };
};
