import type { DeviceType } from '../../domain/families/viewing';
import type { SessionFields } from './plan';
import { Random, type Weighted } from './random';
import type { DeliveryRates } from './rates';

/** The body of a player's requests: JSON, JSON as text/plain (navigator.sendBeacon), or gzipped JSON as application/octet-stream. */
export type Encoding = 'json' | 'beacon' | 'gzip';

/** A viewer and their device, which are the same in all of their sessions. */
export interface Viewer {
  readonly fields: Omit<SessionFields, 'session_id' | 'content_id' | 'stream_type'>;
  /** How far the device's clock is ahead of the true time; 0 for most devices. */
  readonly clockSkewMs: number;
  readonly encoding: Encoding;
  /** Whether a partner's relay sends the events. */
  readonly isRelayed: boolean;
}

interface Device extends Weighted {
  readonly type: DeviceType;
  readonly platforms: readonly string[];
}

const DEVICES: readonly Device[] = [
  { type: 'mobile', weight: 28, platforms: ['ios', 'android'] },
  { type: 'web', weight: 18, platforms: ['chrome', 'safari', 'firefox', 'edge'] },
  { type: 'desktop', weight: 4, platforms: ['windows', 'macos'] },
  { type: 'smart_tv', weight: 26, platforms: ['tizen', 'webos', 'android_tv'] },
  { type: 'tablet', weight: 9, platforms: ['ipados', 'android'] },
  { type: 'set_top_box', weight: 10, platforms: ['tvos', 'fire_os', 'roku'] },
  { type: 'game_console', weight: 4, platforms: ['playstation', 'xbox'] },
  { type: 'other', weight: 1, platforms: ['android_automotive', 'vision_os'] },
];

interface Share extends Weighted {
  readonly value: string;
}

const APP_VERSIONS: readonly Share[] = [
  { value: '5.4.0', weight: 60 },
  { value: '5.3.2', weight: 30 },
  { value: '4.9.7', weight: 10 },
];
const CDNS: readonly Share[] = [
  { value: 'cdn-a', weight: 50 },
  { value: 'cdn-b', weight: 30 },
  { value: 'cdn-c', weight: 20 },
];
const COUNTRIES: readonly Share[] = [
  { value: 'US', weight: 40 },
  { value: 'GB', weight: 15 },
  { value: 'DE', weight: 15 },
  { value: 'BR', weight: 12 },
  { value: 'IN', weight: 10 },
  { value: 'JP', weight: 8 },
];
const ENCODINGS: readonly (Weighted & { readonly value: Encoding })[] = [
  { value: 'json', weight: 85 },
  { value: 'beacon', weight: 8 },
  { value: 'gzip', weight: 7 },
];
const PLAYERS: readonly (Weighted & Pick<SessionFields, 'player_name' | 'player_version'>)[] = [
  { player_name: 'hls.js', player_version: '1.7.4', weight: 50 },
  { player_name: 'shaka', player_version: '5.2.12', weight: 50 },
];
const NETWORKS: readonly (Weighted & Pick<SessionFields, 'network_type'>)[] = [
  { network_type: 'wifi', weight: 60 },
  { network_type: 'ethernet', weight: 25 },
  { network_type: 'cellular', weight: 15 },
];
/** One viewer of this many is anonymous; the first ones never are. */
const ANONYMOUS_EVERY = 25;
const EXPERIMENTS = [
  { id: 'autoplay-next', variants: ['a', 'b'] },
  { id: 'artwork', variants: ['a', 'b', 'c'] },
];

/** A clock that is behind by less cannot be told from a request that took long. */
const MIN_SKEW_MS = 90_000;
const MAX_SKEW_MS = 2 * 3_600_000;

/** The shares of viewers with a wrong clock, with a partner, and of hostile sessions. */
export type ViewerRates = Pick<DeliveryRates, 'skewedClocks' | 'relayed' | 'hostile'>;

/** Creates the viewer with a number, which depends only on the seed, the number and the rates. */
export const toViewer = (seed: string, number: number, rates: ViewerRates): Viewer => {
  const random = new Random(`${seed}/viewer/${number}`);
  const isRelayed = new Random(`${seed}/relayed/${number}`).chance(rates.relayed);
  const context = new Random(`${seed}/context/${number}`);
  const { player_name, player_version } = context.weighted(PLAYERS);
  const isAnonymous = (number + 1) % ANONYMOUS_EVERY === 0;
  const device = random.weighted(DEVICES);
  return {
    fields: {
      ...(!isAnonymous && { viewer_id: `viewer-${number}` }),
      ...{ player_name, player_version, network_type: context.weighted(NETWORKS).network_type },
      device_type: device.type,
      platform: random.pick(device.platforms),
      app_version: random.weighted(APP_VERSIONS).value,
      country: random.weighted(COUNTRIES).value,
      cdn: random.weighted(CDNS).value,
      experiments: EXPERIMENTS.map(({ id, variants }) => ({ id, variant: random.pick(variants) })),
    },
    encoding: random.weighted(ENCODINGS).value,
    clockSkewMs: random.chance(rates.skewedClocks) && !isRelayed ? drawSkewMs(random) : 0,
    isRelayed,
  };
};

const drawSkewMs = (random: Random): number =>
  Math.round(random.uniform(MIN_SKEW_MS, MAX_SKEW_MS)) * (random.chance(0.5) ? 1 : -1);
