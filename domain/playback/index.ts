export { type Bounds, boundsOf, endsPlayback, isWithin, limitsOf, mergeBounds } from './bounds';
export { playbackText, type PlaybackName } from './playback-name';
export { type EndMark, endMarkOf, lastPosition, type PositionEvent, type PositionMark, positionOf } from './position';
export { clientTimeOf, clockOf, type ClockReading, mergeClocks, offsetOf, type SessionClock } from './session-clock';
export { type SpendingEvent, spentOn } from './state-bounds';
export { addRange, lengthWithin, type Ranges } from './time-ranges';
export { type Claim, timelineOf, type Timeline } from './timeline';
