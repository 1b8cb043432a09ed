import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { createLogger, errorText } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { claimPublishing } from './claim-publishing';
import { readEnv } from './env';
import { LiveMetrics } from './live-metrics';
import { Publisher } from './publisher';
import { runPublisher } from './publisher-run';
import { createServices } from './services';

/** A heartbeat is due 10 s after an instant at the latest; half a second covers its way to the collector. */
const REPORT_MS = 10_500;

// Cold start: one publisher for all runs of this environment, so that its sets need not be read again. Two environments take
// turns: a run ends as soon as the next one has published.
const env = readEnv();
const logger = createLogger('publish-counts');
const metrics = new LiveMetrics(createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(2, 1_000)), REPORT_MS);
const dynamodb = new DynamoDBClient(clientSettings(3));
const publisher = new Publisher(createServices(env, dynamodb, metrics, logger), {
  buckets: Number(env.EVENT_BUCKETS),
  reportMs: REPORT_MS,
  closeAfterMs: Number(env.CLOSE_AFTER_SECONDS) * 1000,
  restAfterMs: Number(env.REST_AFTER_SECONDS) * 1000,
});

/** Called by the Scheduler in each minute. */
export const handler = async (): Promise<void> => {
  // Per run: publish what has changed, every two seconds until the next run does, or once if the stage rests.
  const startedAt = Date.now();
  metrics.beginRun(startedAt);
  await runPublisher(startedAt, {
    tick: () => publisher.tick(),
    isResting: () => publisher.isResting(),
    claim: (time) => claimPublishing(dynamodb, env.LIVE_COUNTS_TABLE_NAME, time),
    now: Date.now,
    onError: (error) => logger.error('A round failed', { error: errorText(error) }),
  });
};
