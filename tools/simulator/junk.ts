import type { PlayerEvent } from '../../domain/families/viewing';
import type { Random } from './random';

/** Functions that turn a valid event into one that the collector must refuse. */
const CORRUPTIONS: readonly ((event: PlayerEvent) => object)[] = [
  (event) => ({ ...event, interval_ms: 200_000, state: 'playing' }),
  (event) => ({ ...event, device_type: 'toaster' }),
  (event) => ({ ...event, event: 'rewound' }),
  (event) => ({ ...event, session_id: undefined }),
  (event) => ({ ...event, sequence: -1 }),
  (event) => ({ ...event, event_id: 'not-a-uuid' }),
];

/** Creates an invalid event with its own id from a valid event of the same session. It is not part of the session. */
export const toJunk = (random: Random, event: PlayerEvent): object =>
  random.pick(CORRUPTIONS)({ ...event, event_id: random.uuid() });
