/** A load on a stage. */
export interface Load {
  /** Concurrent streams, on average over the month. */
  readonly concurrent: number;
  readonly heartbeatSeconds: number;
  /** Events that a player sends in one request: 1.2 if it sends each heartbeat at once. */
  readonly eventsPerRequest: number;
  /** The number of months of events in the lake. */
  readonly months: number;
}

/** Events per heartbeat: the heartbeat itself and its share of starts, pauses, stalls and ends. */
const EVENTS_PER_HEARTBEAT = 1.2;

/** A month, s: 730 hours. */
export const MONTH_SECONDS = 730 * 3_600;

/** An event as the stream carries it, bytes; a test compares it with what the collector writes. */
const EVENT_BYTES = 640;

/** An event in Parquet, bytes: raw (Snappy), and curated. Assumed. */
export const RAW_EVENT_BYTES = 120;
export const CURATED_EVENT_BYTES = 70;

/** The share of events that are refused. */
export const REFUSED_SHARE = 0.001;

/** A load per second. */
export interface Rates {
  readonly events: number;
  readonly requests: number;
  /** A record of the stream; a request becomes one record, because it contains events of one session. */
  readonly recordBytes: number;
}

/** The rates that a load causes. */
export const ratesOf = ({ concurrent, heartbeatSeconds, eventsPerRequest }: Load): Rates => {
  const events = (concurrent / heartbeatSeconds) * EVENTS_PER_HEARTBEAT;
  return { events, requests: events / eventsPerRequest, recordBytes: eventsPerRequest * EVENT_BYTES };
};

/** Billions of events per month. */
export const billionEvents = (load: Load): number => (ratesOf(load).events * MONTH_SECONDS) / 1e9;
