import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { SQSClient } from '@aws-sdk/client-sqs';
import { balanceOf } from '../../../domain/ledger/balance';
import { AccountBook } from '../account-book';
import { AthenaQueries } from 'aws-clients/athena';
import { readStatement } from '../../foundation/athena-statement';
import { clientSettings } from 'aws-clients';
import { readNotes } from '../ledger-notes';
import { ledgerScopeOf } from '../ledger-scope';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { queueIsEmpty } from '../../foundation/queue-is-empty';
import { RedshiftQueries } from 'aws-clients/redshift';
import { readEnv } from './env';
import { LakeAccounts } from './lake-accounts';
import { ledgerMetrics } from './ledger-metrics';
import { mirroredIds } from './mirrored-ids';
import { readTerms } from './read-terms';
import { reconcile, type ReconcileServices } from './reconcile';

/** A statement to the warehouse is cancelled beyond this. */
const WAREHOUSE_TIMEOUT_MS = 240_000;

// Cold start.
const env = readEnv();
const logger = createLogger('reconcile');
const scope = ledgerScopeOf(env);
const dynamodb = new DynamoDBClient(clientSettings(3));
const sqs = new SQSClient(clientSettings(3));
const book = new AccountBook(dynamodb, scope);
const queries = new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME);
const statement = (name: string): string => readStatement(join(__dirname, 'sql'), name);
const warehouse = new RedshiftQueries(new RedshiftDataClient(clientSettings(3, 10_000)), {
  workgroup: env.WAREHOUSE_WORKGROUP_NAME,
  database: env.WAREHOUSE_DATABASE_NAME,
  timeoutMs: WAREHOUSE_TIMEOUT_MS,
});
const services: ReconcileServices = {
  notes: (kind, period) => readNotes(dynamodb, kind, period, scope),
  lake: new LakeAccounts(queries, statement, scope.audit, Date.now),
  mirrored: (span) => mirroredIds(warehouse, statement('mirrored-events'), scope.audit, span),
  accountsSince: (period) => book.since(period),
  writeAccounts: (accounts) => book.write(accounts),
  writeGaps: (period, gaps) => book.writeGaps(period, gaps),
  overflowIsEmpty: () => queueIsEmpty(sqs, env.OVERFLOW_QUEUE_URL),
  settings: {
    periodMs: scope.audit.periodMs,
    lookBackMs: Number(env.LOOK_BACK_SECONDS) * 1_000,
    terms: readTerms(env.PATH_TERMS),
  },
  report: (problem, error) => {
    logger.error(problem, { error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' });
  },
};
const put = putMetrics(new CloudWatchClient(clientSettings(3)), env.METRICS_NAMESPACE, (error) =>
  services.report('CloudWatch refused metric data', error),
);

/** Called by the Scheduler: compares what the paths took in, writes the accounts and tells the alarms. */
export const handler = async (): Promise<void> => {
  const now = Date.now();
  const found = await reconcile(now, services);
  await put(ledgerMetrics(found, now));
  const { accepted, refused, paths } = balanceOf(found.accounts);
  logger.info('reconciled', { accounts: found.accounts.length, accepted, refused, paths });
  for (const { period, entries } of found.accounts) {
    for (const [path, { lost, examples }] of Object.entries(entries)) {
      if (lost > 0) logger.error('events are lost', { path, received_from: new Date(period), lost, examples });
    }
  }
};
