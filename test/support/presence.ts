import { InstantPresence } from '../../domain/live/instant-presence';
import { PlaybackBounds } from '../../domain/live/playback-bounds';
import { NOW } from './events';

const KEEP_MS = 900_000;

/** The bounds of no playback. */
export const noBounds = (): PlaybackBounds => new PlaybackBounds(KEEP_MS);

/** The presence at an instant, in which playbacks are not bounded unless bounds are given. */
export const presenceAt = (instant = NOW, bounds = noBounds()): InstantPresence => new InstantPresence(instant, bounds);
