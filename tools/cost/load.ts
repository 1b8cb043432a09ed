/** What is asked of a stage. */
export interface Load {
  /** Streams at a time, the month through. */
  readonly concurrent: number;
  readonly heartbeatSeconds: number;
  /** Events that players put into a request: 1.2 where each heartbeat is sent as it comes. */
  readonly eventsPerRequest: number;
  /** For how many months the lake has been filling. */
  readonly months: number;
}

/** A heartbeat, and what of starts, pauses, stalls and ends falls to it. */
const EVENTS_PER_HEARTBEAT = 1.2;

/** A month, s: 730 hours. */
export const MONTH_SECONDS = 730 * 3_600;

/** An event as the stream carries it, bytes; test/cost holds it to what the collector writes. */
const EVENT_BYTES = 640;

/** A session's place in a set of presence, bytes; test/cost holds it to what count-viewers writes. */
export const PRESENCE_BYTES = 11;

/** An event in Parquet, bytes: raw (Snappy), and curated. Assumed. */
export const RAW_EVENT_BYTES = 120;
export const CURATED_EVENT_BYTES = 70;

/** Of all events, refused. */
export const REFUSED_SHARE = 0.001;

/** The load by the second. */
export interface Rates {
  readonly events: number;
  readonly requests: number;
  /** Of a record of the stream: one per request, for a request tells of one session. */
  readonly recordBytes: number;
}

/** What a load comes to by the second. */
export const ratesOf = ({ concurrent, heartbeatSeconds, eventsPerRequest }: Load): Rates => {
  const events = (concurrent / heartbeatSeconds) * EVENTS_PER_HEARTBEAT;
  return { events, requests: events / eventsPerRequest, recordBytes: eventsPerRequest * EVENT_BYTES };
};

/** Billions of events a month. */
export const billionEvents = (load: Load): number => (ratesOf(load).events * MONTH_SECONDS) / 1e9;
