import type { PlayerEvent } from '../../domain/families/viewing';
import type { Random } from './random';

/** Each makes a sound event one that the collector must refuse. */
const SPOILERS: readonly ((event: PlayerEvent) => object)[] = [
  (event) => ({ ...event, interval_ms: 200_000, state: 'playing' }),
  (event) => ({ ...event, device_type: 'toaster' }),
  (event) => ({ ...event, event: 'rewound' }),
  (event) => ({ ...event, session_id: undefined }),
  (event) => ({ ...event, sequence: -1 }),
  (event) => ({ ...event, event_id: 'not-a-uuid' }),
];

/** An invalid event under an id of its own, made after a sound one of the same session; it is no part of that session. */
export const toJunk = (random: Random, event: PlayerEvent): object =>
  random.pick(SPOILERS)({ ...event, event_id: random.uuid() });
