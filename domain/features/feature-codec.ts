import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Profile } from './profile';
import type { RecentSessions } from './recent-sessions';

/*
 * What the features table keeps as bytes: deflated JSON under its own field names, with the format's number. Names
 * that repeat in every playback deflate to next to nothing: ten playbacks come to about 1 KB, one write unit.
 */
const FORMAT = 1;

/** Recent playbacks as an item holds them. */
export const encodeRecent = (recent: RecentSessions): Uint8Array => encode(recent);

/** A profile as an item holds it. */
export const encodeProfile = (profile: Profile): Uint8Array => encode(profile);

/** Reads playbacks back; throws for bytes of another format. */
export const decodeRecent = (bytes: Uint8Array): RecentSessions => {
  const value = decode(bytes);
  if (isRecent(value)) return value;
  throw new Error('The item holds no recent playbacks.');
};

/** Reads a profile back; throws for bytes of another format. */
export const decodeProfile = (bytes: Uint8Array): Profile => {
  const value = decode(bytes);
  if (isProfile(value)) return value;
  throw new Error('The item holds no profile.');
};

const encode = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify({ format: FORMAT, value }));

const decode = (bytes: Uint8Array): unknown => {
  const parsed: unknown = JSON.parse(inflateRawSync(bytes).toString('utf8'));
  const isOurs = typeof parsed === 'object' && parsed !== null && 'format' in parsed && parsed.format === FORMAT;
  return isOurs && 'value' in parsed ? parsed.value : undefined;
};

const isRecent = (value: unknown): value is RecentSessions =>
  Array.isArray(value) &&
  value.every((record: unknown) => typeof record === 'object' && record !== null && 'seen' in record);

const isProfile = (value: unknown): value is Profile =>
  typeof value === 'object' && value !== null && 'at' in value && 'titles' in value && Array.isArray(value.titles);
