/** A load on a stage. */
export interface Load {
  /** Concurrent streams: at the peak of a day for limits, on average over the month for a bill. */
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

/** The load that sends this many requests per second, each with this many events. */
export const loadAtRequests = (requestsPerSecond: number, eventsPerRequest: number): Load => {
  const heartbeatSeconds = 10;
  const concurrent = (requestsPerSecond * eventsPerRequest * heartbeatSeconds) / EVENTS_PER_HEARTBEAT;
  return { concurrent, heartbeatSeconds, eventsPerRequest, months: 0 };
};

/** The rates that a load causes. */
export const ratesOf = ({ concurrent, heartbeatSeconds, eventsPerRequest }: Load): Rates => {
  const events = (concurrent / heartbeatSeconds) * EVENTS_PER_HEARTBEAT;
  return { events, requests: events / eventsPerRequest, recordBytes: eventsPerRequest * EVENT_BYTES };
};

/** The usual share of the daily peak that a video service has on average over a month. Assumed. */
export const AVERAGE_TO_PEAK = 0.4;

/** The average load of a month whose days have this load as their peak. */
export const averageOf = (peak: Load, averageToPeak: number): Load => ({
  ...peak,
  concurrent: peak.concurrent * averageToPeak,
});

/** Hours that viewers watch per month at an average load. */
export const viewingHours = ({ concurrent }: Load): number => concurrent * (MONTH_SECONDS / 3_600);

/** Billions of events per month. */
export const billionEvents = (load: Load): number => (ratesOf(load).events * MONTH_SECONDS) / 1e9;
