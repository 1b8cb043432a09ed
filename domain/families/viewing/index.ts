export { illFormedFields } from './ill-formed-fields';
export { type Field, MAX_EPOCH_MS, MAX_INTERVAL_MS, PLAYER_EVENT_FIELDS } from './player-event-fields';
export { isIssue, type Issue, keyCountOf, parseEvent } from './validate-event';
export {
  DEVICE_TYPES,
  type DeviceType,
  EVENT_NAMES,
  type EventName,
  type EventsRequest,
  PLAYBACK_STATES,
  type PlaybackState,
  type PlayerEvent,
  STREAM_TYPES,
  type StreamType,
  type ViewingEvent,
} from './viewing-event';
