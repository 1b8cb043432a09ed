import { FEATURES_METRICS } from '../../../domain/features';
import type { CostRegistration, FunctionLoad } from '../../cost/cost-registration';
import { tableWritesLimit } from '../../cost/limit';
import { type Load, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { metricUsage, millionsPerMonth } from '../../cost/usage';
import { streamAt } from '../ingest/stream';
import { suppressedViewersUsage } from '../ingest/suppressed-viewers';

/** The time that update-features needs per viewer, ms: folding, and a share of a call that writes 25. Assumed. */
const VIEWER_MS = 0.2;

/** The time that update-features needs per batch to read from DynamoDB, ms. Assumed. */
const BATCH_MS = 20;

/** A function of update-features publishes metrics at most once in this time, s. */
const METRICS_SECONDS = 5;

const updatingAt = (load: Load, templates: StageTemplates): FunctionLoad => {
  const { requests } = ratesOf(load);
  const { records, shards } = streamAt(load, templates);
  const { lanes, batchSize } = templates.eventSource('update-features');
  const batches = Math.max(records / batchSize, Math.min(records, shards * lanes)); // a lane reads one second at a time
  const msPerBatch = BATCH_MS + (requests / batches) * VIEWER_MS;
  return { step: 'update-features', callsPerSecond: batches, concurrent: (batches * msPerBatch) / 1_000 };
};

export default {
  functions: (load, templates) => [updatingAt(load, templates)],
  metricCalls: (load, templates) => {
    const { callsPerSecond, concurrent } = updatingAt(load, templates);
    return Math.min(callsPerSecond, Math.max(1, concurrent) / METRICS_SECONDS);
  },
  usage: (load, templates) => {
    const { concurrent } = updatingAt(load, templates);
    // Each request updates one viewer: the viewer's next heartbeat comes ten batches later.
    const viewers = millionsPerMonth(ratesOf(load).requests);
    return [
      { what: 'writing features', price: 'dynamodb.writesMillion', quantity: viewers },
      { what: 'reading features', price: 'dynamodb.readsMillion', quantity: viewers },
      suppressedViewersUsage(load, concurrent),
      metricUsage(load, Object.keys(FEATURES_METRICS).length),
    ];
  },
  limits: (load) => [tableWritesLimit('features', ratesOf(load).requests)],
} satisfies CostRegistration;
