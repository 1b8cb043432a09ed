import { balanceOf } from '../../../domain/ledger/balance';
import { createLogger, errorText } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { ledgerMetrics } from './ledger-metrics';
import { reconcile } from './reconcile';
import { createServices } from './services';

// Cold start: clients of the ledger, the lake, the warehouse and the overflow queue.
const env = readEnv();
const logger = createLogger('reconcile');
const services = createServices(env, (problem, error) => logger.error(problem, { error: errorText(error) }));
const putMetrics = createMetrics(env.METRICS_NAMESPACE, logger);

/** Called by the Scheduler. */
export const handler = async (): Promise<void> => {
  // Per run: check what is due, write the accounts, and publish the metrics on which the alarms are set.
  const now = Date.now();
  const result = await reconcile(now, services);
  await putMetrics(ledgerMetrics(result, now));
  const { accepted, refused, paths } = balanceOf(result.accounts);
  logger.info('Reconciled', { accounts: result.accounts.length, accepted, refused, paths });
  for (const { period, entries } of result.accounts) {
    for (const [path, { lost, examples }] of Object.entries(entries)) {
      if (lost > 0) logger.error('Events are lost', { path, received_from: new Date(period), lost, examples });
    }
  }
};
