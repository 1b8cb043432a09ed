import { createLogger } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { eraseOnly, isNothing, load, type LoadReport, NOTHING, prepare, rowsByAge } from './load';
import { failedLoad, loadMetrics } from './load-metrics';
import { isQuiet, markQuiet } from './quiet-lake';
import { readTask } from './read-task';
import { createServices } from './services';

/** How long a run loads, well below the timeout of the function. */
const BUDGET_MS = 600_000;

// Cold start: clients of the warehouse and the lake. The first run prepares the database for all runs of this environment.
const env = readEnv();
const logger = createLogger('load-warehouse');
const putMetrics = createMetrics(env.METRICS_NAMESPACE, logger);
const services = createServices(env);
let prepared: Promise<void> | undefined;

/**
 * Called by the Scheduler every 15 minutes, by an operator who does not want to wait, or by an erasure: see ERASE_ONLY.
 */
export const handler = async (event: unknown): Promise<LoadReport | { readonly erased: number }> => {
  // Per run, unless the lake is quiet: move the window, erase viewers, load new objects, and publish metrics.
  const startedAt = Date.now();
  try {
    const task = readTask(event);
    if (task === 'load' && (await isQuiet(services))) {
      logger.info('Nothing to load: the warehouse stays asleep');
      await putMetrics(loadMetrics(NOTHING, new Map(), Date.now() - startedAt));
      return NOTHING;
    }
    prepared ??= prepare(services);
    await prepared;
    if (task === 'erase') return { erased: await eraseOnly(services) };
    const report = await load(services, startedAt + BUDGET_MS);
    if (report.leftOut.length > 0) logger.error('Left out objects that the warehouse cannot load', { ...report });
    if (report.postponed.length > 0) logger.error('Postponed objects that take too long to load', { ...report });
    logger.info('Loaded the warehouse', { loaded: report.loaded, erased: report.erased, lagMs: report.lagMs });
    await putMetrics(loadMetrics(report, await rowsByAge(services), Date.now() - startedAt));
    if (isNothing(report)) await markQuiet(services, startedAt);
    return report;
  } catch (error) {
    prepared = undefined; // the preparation may be what failed
    await putMetrics(failedLoad());
    throw error;
  }
};
