import { INSTANT_MS } from '../../../domain/live';
import { type Load, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { billedBytes } from '../../cost/usage';
import { bucketsOf, streamAt } from '../ingest/stream';

/** The time that count-viewers needs per event, to decode, parse and fold it, ms: `npm run bench`, on one core. */
const EVENT_MS = 0.015;

/** The time that count-viewers needs per batch to write to DynamoDB, ms. Assumed. */
const BATCH_MS = 15;

/** A session's entry in a presence set, bytes; a test compares it with what count-viewers writes. */
export const PRESENCE_BYTES = 11;

/** The share of events that request or end a playback: two of the 250 events of 35 minutes. Assumed. */
const BOUNDS_SHARE = 2 / 250;

/** The bounds of a playback, bytes, with a content id of 20 characters. */
const BOUNDS_BYTES = 46;

/** The time between two instants, s. */
export const INSTANT_SECONDS = INSTANT_MS / 1_000;

/** count-viewers at a load; rates are per second. */
export interface Counting {
  readonly batches: number;
  readonly eventsPerBatch: number;
  /** How many batches are processed at the same time. */
  readonly concurrent: number;
  /** Write units of the presence table. */
  readonly presenceWrites: number;
}

export const countingAt = (load: Load, templates: StageTemplates): Counting => {
  const { events } = ratesOf(load);
  const { records, shards } = streamAt(load, templates);
  const { lanes, batchSize, windowSeconds } = templates.eventSource('count-viewers');
  const batches = Math.max(records / batchSize, Math.min(records, (shards * lanes) / Math.max(1, windowSeconds)));
  const eventsPerBatch = events / batches;
  const bucketsPerBatch = Math.min(records / batches, bucketsOf(templates) / (shards * lanes));
  return {
    batches,
    eventsPerBatch,
    concurrent: (batches * (BATCH_MS + eventsPerBatch * EVENT_MS)) / 1_000,
    presenceWrites: batches * presenceUnits(eventsPerBatch, bucketsPerBatch),
  };
};

/**
 * The events of a batch belong to two instants, if there are that many; the batch also stores its progress per bucket, and an
 * item of bounds if a playback was requested or ended in it.
 */
const presenceUnits = (eventsPerBatch: number, bucketsPerBatch: number): number => {
  const instants = Math.min(2, 2 * eventsPerBatch);
  const perInstant = billedBytes((eventsPerBatch / 2) * PRESENCE_BYTES + 100, 1_024) / 1_024;
  const bounds = eventsPerBatch * BOUNDS_SHARE;
  const perBounds = billedBytes(Math.max(1, bounds) * BOUNDS_BYTES + 100, 1_024) / 1_024;
  return instants * perInstant + Math.min(1, bounds) * perBounds + Math.max(1, bucketsPerBatch);
};
