import { clientSettings } from 'aws-clients';
import { createLogger, errorText } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { LiveMetrics } from './live-metrics';
import { Publisher } from './publisher';
import { runRounds } from './rounds';
import { createServices } from './services';

/** A heartbeat is due 10 s after an instant at the latest; half a second covers its way to the collector. */
const REPORT_MS = 10_500;

/**
 * The Scheduler starts a run each minute. A run ends shortly before the next one starts, so that the same environment, with
 * the sets that it has read, gets the next run; a second environment would have to read all of them. If a run ends late, no
 * round is left out at the turn of the minute.
 */
const RUN_MS = 59_000;

// Cold start: one publisher for all runs of this environment, so that its sets need not be read again.
const env = readEnv();
const logger = createLogger('publish-counts');
const metrics = new LiveMetrics(createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(2, 1_000)), REPORT_MS);
const publisher = new Publisher(createServices(env, metrics, logger), {
  buckets: Number(env.EVENT_BUCKETS),
  reportMs: REPORT_MS,
  closeAfterMs: Number(env.CLOSE_AFTER_SECONDS) * 1000,
});

/** Called by the Scheduler each minute. */
export const handler = async (): Promise<void> => {
  // Per run: publish what has changed, every two seconds for almost a minute.
  const startedAt = Date.now();
  metrics.beginRun(startedAt);
  await runRounds(() => publisher.tick(), startedAt + RUN_MS, {
    now: Date.now,
    onError: (error) => logger.error('A round failed', { error: errorText(error) }),
  });
};
