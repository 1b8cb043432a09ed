import type { Random } from './random';
import type { AdFields, Scene } from './scene';

/** The lengths of bumpers and of ordinary ads. */
const LENGTHS_MS = [6_000, 15_000];
const MOST_ADS = 2;
const WAIT_MS = [100, 1_500] as const;
const ADS = 40;

/**
 * A break before or within the content: the player waits for each ad and shows it, and a heartbeat closes each part. Before
 * the first frame of the content the state stays starting.
 */
export const drawBreak = (random: Random, position: 'preroll' | 'midroll'): Scene[] => {
  const about = { ad_break_id: `${position}-${random.below(1_000_000).toString(36)}`, ad_position: position };
  const [waiting, showing] =
    position === 'preroll' ? (['starting', 'starting'] as const) : (['rebuffering', 'playing'] as const);
  return Array.from({ length: 1 + random.below(MOST_ADS) }, (_, place): Scene[] => {
    const waitMs = Math.round(random.uniform(...WAIT_MS));
    const ad = { ...about, ad_id: `ad-${random.below(ADS)}`, ad_pod_position: place + 1 };
    return [
      { state: waiting, durationMs: waitMs, event: 'heartbeat', ad: about },
      { state: showing, durationMs: random.pick(LENGTHS_MS), event: 'heartbeat', ad },
    ];
  }).flat();
};

/** The ad break of an event's interval; nothing if it lies in the content. */
export const adOf = ({ ad_break_id, ad_position, ad_id, ad_pod_position }: AdFields): AdFields => ({
  ...(ad_break_id !== undefined && { ad_break_id }),
  ...(ad_position !== undefined && { ad_position }),
  ...(ad_id !== undefined && { ad_id }),
  ...(ad_pod_position !== undefined && { ad_pod_position }),
});
