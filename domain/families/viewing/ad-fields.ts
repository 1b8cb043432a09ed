import type { FieldDefinitions } from '../field';
import { integer, oneOf, text } from '../field-types';
import { AD_POSITIONS } from './vocabulary';

const IN_A_BREAK = { required: false, needs: 'ad_break_id' } as const;

/** The fields of an interval in an ad break. docs/events.md shows how a player sends a break. */
export const AD_FIELDS = {
  ad_break_id: {
    type: text(64),
    required: false,
    source: 'Snowplow `ad_break.breakId`; Conviva Ad Break ID; CMCD `e` abs, abe',
    meaning: 'The ad break that the interval is a part of. Its time is no time of the content and no rebuffering.',
  },
  ad_position: {
    type: oneOf(AD_POSITIONS),
    ...IN_A_BREAK,
    source: 'Conviva Ad Position; IAB VMAP `timeOffset` start, time, end',
    meaning: 'Where the ad break is: before, within or after the content.',
  },
  ad_id: {
    type: text(128),
    ...IN_A_BREAK,
    source: 'Snowplow `ad.adId`; IAB VAST `Ad@id`; CMCD `e` as, ae',
    meaning: 'The ad that was shown in the interval; absent while the player waited for an ad.',
  },
  ad_pod_position: {
    type: integer(1, 1_000, 'int'),
    ...IN_A_BREAK,
    source: 'Snowplow `ad.podPosition`; IAB VAST `Ad@sequence`',
    meaning: 'Position of the ad in the break, counted from 1.',
  },
} as const satisfies FieldDefinitions;
