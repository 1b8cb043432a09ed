export { type Bounds, boundsOf, endsPlayback, isWithin, limitsOf, mergeBounds } from './bounds';
export { playbackText } from './playback-name';
export { type EndMark, endMarkOf, lastPosition, type PositionMark, positionOf } from './position';
export { clientTimeOf, clockOf, mergeClocks, offsetOf, type SessionClock } from './session-clock';
export { spentOn } from './state-bounds';
export { addRange, lengthWithin, type Ranges } from './time-ranges';
export { type Claim, timelineOf, type Timeline } from './timeline';
