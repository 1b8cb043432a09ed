import type { Declared } from './declared';
import { type Load, PRESENCE_BYTES, ratesOf } from './load';
import { MEASURED } from './measured';
import { billedBytes } from './term';

/** publish-counts puts a watermark into each bucket, and looks at what is new, this often. */
export const ROUND_SECONDS = 2;

/** Instants lie this far apart. */
export const INSTANT_SECONDS = 10;

/** A shard takes this much a second. */
const SHARD_RECORDS = 1_000;
const SHARD_BYTES = 2 ** 20;

/** How the steps behind the collector work at a load; everything by the second, unless its name says otherwise. */
export interface Work {
  /** Records put into the stream, watermarks included. */
  readonly records: number;
  readonly shards: number;
  readonly count: {
    readonly batches: number;
    readonly eventsPerBatch: number;
    readonly msPerBatch: number;
    /** Batches under way at a time. */
    readonly concurrent: number;
  };
  readonly watch: { readonly batches: number; readonly msPerBatch: number; readonly concurrent: number };
  /** Write units of the presence table. */
  readonly presenceWrites: number;
  /** Viewers whose features are read and written: one a request, for a viewer's next heartbeat is ten batches away. */
  readonly features: { readonly batches: number; readonly viewers: number; readonly concurrent: number };
  /** Notes that the ledger is given. */
  readonly notes: number;
}

/** What a load asks of the steps as they are declared. */
export const workAt = (load: Load, declared: Declared): Work => {
  const { events, requests, recordBytes } = ratesOf(load);
  const records = requests + declared.buckets / ROUND_SECONDS;
  const needed = Math.max(records / SHARD_RECORDS, (requests * recordBytes) / SHARD_BYTES);
  const shards = declared.stream.shards ?? Math.max(4, Math.ceil(needed)); // a stream on demand begins with four
  const { lanes, batchSize, windowSeconds } = declared.eventSource('count-viewers');
  const batches = Math.max(records / batchSize, Math.min(records, (shards * lanes) / Math.max(1, windowSeconds)));
  const eventsPerBatch = events / batches;
  const msPerBatch = MEASURED.countBatchMs + eventsPerBatch * MEASURED.countEventMs;
  return {
    features: featuresWork(requests, records, shards, declared),
    notes:
      Math.min(requests, events * declared.auditedShare) +
      batches * Math.min(1, eventsPerBatch * declared.auditedShare),
    records,
    shards,
    count: { batches, eventsPerBatch, msPerBatch, concurrent: (batches * msPerBatch) / 1_000 },
    watch: watchWork(events, requests, declared),
    presenceWrites:
      batches * presenceUnits(eventsPerBatch, Math.min(records / batches, declared.buckets / (shards * lanes))),
  };
};

const watchWork = (events: number, requests: number, declared: Declared): Work['watch'] => {
  const { batchSize, windowSeconds, pollers } = declared.eventSource('watch-quality');
  const batches = Math.max(
    requests / batchSize,
    Math.min(requests, Math.max(1, pollers.min) / Math.max(1, windowSeconds)),
  );
  const msPerBatch = MEASURED.watchBatchMs + (events / Math.max(batches, 1e-9)) * MEASURED.watchEventMs;
  return { batches, msPerBatch: batches > 0 ? msPerBatch : 0, concurrent: (batches * msPerBatch) / 1_000 };
};

/** Each lane of a shard reads a second's records at a time. */
const featuresWork = (requests: number, records: number, shards: number, declared: Declared): Work['features'] => {
  const { lanes, batchSize } = declared.eventSource('update-features');
  const batches = Math.max(records / batchSize, Math.min(records, shards * lanes));
  const msPerBatch = MEASURED.featuresBatchMs + (requests / batches) * MEASURED.featuresViewerMs;
  return { batches, viewers: requests, concurrent: (batches * msPerBatch) / 1_000 };
};

/** The events of a batch tell of two instants, where it has so many; it notes its progress bucket by bucket. */
const presenceUnits = (eventsPerBatch: number, bucketsPerBatch: number): number => {
  const instants = Math.min(2, 2 * eventsPerBatch);
  const perInstant = billedBytes((eventsPerBatch / 2) * PRESENCE_BYTES + 100, 1_024) / 1_024;
  return instants * perInstant + Math.max(1, bucketsPerBatch);
};
