export { INSTANT_MS, instantAtOrAfter, instantAtOrBefore } from './instants';
export { InstantPresence } from './instant-presence';
export { COUNTED_PATH } from './ledger-path';
export { PlaybackBounds } from './playback-bounds';
export { LIVE_METRICS } from './metrics';
export { encodePresence } from './presence-codec';
export { STREAMED_EVENTS } from './streamed-event';
