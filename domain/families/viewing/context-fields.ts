import type { FieldDefinitions } from '../field';
import { boolean, milliseconds, oneOf, text } from '../field-types';
import { CONSENT_STATES, DRM_SYSTEMS, NETWORK_TYPES } from './vocabulary';

/** Players give up on a licence earlier: Shaka Player waits 30 s for each attempt. */
const MAX_LICENCE_MS = 600_000;
/** A viewer of a live channel can rewind by as much as the channel keeps, at most a day. */
const MAX_LIVE_LATENCY_MS = 86_400_000;

/** What surrounds a playback: its player, keys, network, screen, sitting and consent. All of them are optional. */
export const CONTEXT_FIELDS = {
  drm_system: {
    type: oneOf(DRM_SYSTEMS),
    required: false,
    source: 'W3C EME key systems; Mux `view_drm_type`',
    meaning: 'The DRM system that decrypts the media; absent if the media is clear.',
  },
  licence_ms: {
    type: milliseconds(MAX_LICENCE_MS),
    unit: 'ms',
    required: false,
    needs: 'drm_system',
    source: 'W3C EME: from the `message` event to the end of `update()`',
    meaning: 'How long the licence took that was received in the interval; absent if none was.',
  },
  live_latency_ms: {
    type: milliseconds(MAX_LIVE_LATENCY_MS),
    unit: 'ms',
    required: false,
    source: 'CMCD `ltc`',
    meaning: 'How long after it became available at the origin the media is shown.',
  },
  player_name: {
    type: text(64),
    required: false,
    source: 'Mux `player_software_name`',
    meaning: 'The player, such as hls.js.',
  },
  player_version: {
    type: text(64),
    required: false,
    needs: 'player_name',
    source: 'Mux `player_software_version`',
    meaning: 'Version of the player.',
  },
  error_message: {
    type: text(160),
    required: false,
    needs: 'error_code',
    source: 'Mux `player_error_message`',
    meaning: 'What the player says about the error. It must contain no personal data, such as a URL with a token.',
    isFreeText: true,
  },
  network_type: {
    type: oneOf(NETWORK_TYPES),
    required: false,
    source: 'W3C Network Information `ConnectionType`; Mux `viewer_connection_type`',
    meaning: 'The network connection of the device.',
  },
  remote_playback: {
    type: boolean,
    required: false,
    source: 'W3C Remote Playback `state` connected; Mux `player_remote_played`',
    meaning: 'Whether the media plays on another device, such as over AirPlay or Google Cast.',
  },
  view_id: {
    type: text(64),
    required: false,
    source: 'Mux `view_session_id`',
    meaning: 'Groups the playbacks of one sitting, such as the episodes of a binge.',
  },
  consent: {
    type: oneOf(CONSENT_STATES),
    required: false,
    source: 'IAB TCF 2.2 purposes 5 and 6; Google consent mode',
    meaning: "The viewer's consent to a profile that personalizes content.",
    atEdge: 'If it is denied, the event is stored without `viewer_id`.',
  },
} as const satisfies FieldDefinitions;
