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
  /** Whether the player measures how far its clock is off, and says so. */
  readonly measuresClock: boolean;
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
/** Of this many viewers, one is anonymous and one has denied the consent; the first ones never are. */
const VIEWERS_IN_CYCLE = 25;
const ANONYMOUS = VIEWERS_IN_CYCLE - 1;
const WITHOUT_CONSENT = VIEWERS_IN_CYCLE - 2;
const CONSENTS: readonly (Weighted & Pick<SessionFields, 'consent'>)[] = [
  { consent: 'granted', weight: 70 },
  { consent: 'unknown', weight: 10 },
  { weight: 20 },
];
/** The share of players that measure how far their clock is off. */
const MEASURING_SHARE = 0.3;
const EXPERIMENTS = [
  { id: 'autoplay-next', variants: ['a', 'b'] },
  { id: 'artwork', variants: ['a', 'b', 'c'] },
];

/** A clock that is behind by less cannot be told from a request that took long, unless the player measures it. */
const MIN_SKEW_MS = 90_000;
const MIN_MEASURED_SKEW_MS = 12_000;
const MAX_SKEW_MS = 2 * 3_600_000;

/** The shares of viewers with a wrong clock, with a partner, and of hostile sessions. */
export type ViewerRates = Pick<DeliveryRates, 'skewedClocks' | 'relayed' | 'hostile'>;

/** Creates the viewer with a number, which depends only on the seed, the number and the rates. */
export const toViewer = (seed: string, number: number, rates: ViewerRates): Viewer => {
  const random = new Random(`${seed}/viewer/${number}`);
  const isRelayed = new Random(`${seed}/relayed/${number}`).chance(rates.relayed);
  const context = new Random(`${seed}/context/${number}`);
  const { player_name, player_version } = context.weighted(PLAYERS);
  const { network_type } = context.weighted(NETWORKS);
  const place = number % VIEWERS_IN_CYCLE;
  const { consent } = place === WITHOUT_CONSENT ? { consent: 'denied' as const } : context.weighted(CONSENTS);
  const measuresClock = context.chance(MEASURING_SHARE) && !isRelayed;
  const device = random.weighted(DEVICES);
  return {
    fields: {
      ...(place !== ANONYMOUS && { viewer_id: viewerIdOf(number) }),
      ...(consent && { consent }),
      ...{ player_name, player_version, network_type },
      device_type: device.type,
      platform: random.pick(device.platforms),
      app_version: random.weighted(APP_VERSIONS).value,
      country: random.weighted(COUNTRIES).value,
      cdn: random.weighted(CDNS).value,
      experiments: EXPERIMENTS.map(({ id, variants }) => ({ id, variant: random.pick(variants) })),
    },
    encoding: random.weighted(ENCODINGS).value,
    clockSkewMs: random.chance(rates.skewedClocks) && !isRelayed ? drawSkewMs(random, measuresClock) : 0,
    measuresClock,
    isRelayed,
  };
};

const drawSkewMs = (random: Random, isMeasured: boolean): number => {
  const leastMs = isMeasured ? MIN_MEASURED_SKEW_MS : MIN_SKEW_MS;
  const mostMs = isMeasured && random.chance(0.5) ? MIN_SKEW_MS : MAX_SKEW_MS;
  return Math.round(random.uniform(leastMs, mostMs)) * (random.chance(0.5) ? 1 : -1);
};

/** The id of the viewer with a number. */
export const viewerIdOf = (number: number): string => `viewer-${number}`;
