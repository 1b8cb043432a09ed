export { VIEWING_DEFINITION } from './viewing-definition';
export type { EventsRequest, PlayerEvent, ViewingEvent } from './viewing-event';
export { VIEWING } from './viewing-family';
export { MAX_INTERVAL_MS } from './viewing-fields';
export {
  DEVICE_TYPES,
  type DeviceType,
  EVENT_NAMES,
  type EventName,
  PLAYBACK_STATES,
  type PlaybackState,
  STREAM_TYPES,
  type StreamType,
} from './vocabulary';
