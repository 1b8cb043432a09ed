export { INSTANT_MS, instantAtOrAfter, instantAtOrBefore } from './instants';
export { InstantPresence } from './instant-presence';
export { LIVE_METRICS } from './metrics';
export { encodePresence } from './presence-codec';
export { isStreamedEvent } from './streamed-event';
