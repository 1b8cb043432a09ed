import { FEATURES_METRICS } from '../../../domain/features';
import type { CostRegistration } from '../../cost/cost-registration';
import { tableWritesLimit } from '../../cost/limit';
import { ratesOf } from '../../cost/load';
import { metricUsage, millionsPerMonth } from '../../cost/usage';
import { streamAt } from '../ingest/stream';

/** The time that update-features needs per viewer, ms: folding, and a share of a call that writes 25. Assumed. */
const VIEWER_MS = 0.2;

/** The time that update-features needs per batch to read from DynamoDB, ms. Assumed. */
const BATCH_MS = 20;

export default {
  functions: (load, templates) => {
    const { requests } = ratesOf(load);
    const { records, shards } = streamAt(load, templates);
    const { lanes, batchSize } = templates.eventSource('update-features');
    const batches = Math.max(records / batchSize, Math.min(records, shards * lanes)); // a lane reads one second at a time
    const msPerBatch = BATCH_MS + (requests / batches) * VIEWER_MS;
    return [{ step: 'update-features', callsPerSecond: batches, concurrent: (batches * msPerBatch) / 1_000 }];
  },
  usage: (load) => {
    // Each request updates one viewer: the viewer's next heartbeat comes ten batches later.
    const viewers = millionsPerMonth(ratesOf(load).requests);
    return [
      { what: 'writing features', price: 'dynamodb.writesMillion', quantity: viewers },
      { what: 'reading features', price: 'dynamodb.readsMillion', quantity: viewers },
      metricUsage(load, Object.keys(FEATURES_METRICS).length),
    ];
  },
  limits: (load) => [tableWritesLimit('features', ratesOf(load).requests)],
} satisfies CostRegistration;
