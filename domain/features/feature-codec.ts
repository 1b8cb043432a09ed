import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Profile } from './profile';
import type { SessionRecord } from './session-record';

/*
 * What the items of the features table hold, with the format's number. A playback is plain JSON, well below the 1 KB of
 * a write unit; a profile is ten times that, and deflated it comes to about as much.
 */
const FORMAT = 1;

/** A playback as its item holds it. */
export const encodeSession = (record: SessionRecord): string => wrap(record);

/** A profile as its item holds it. */
export const encodeProfile = (profile: Profile): Uint8Array => deflateRawSync(wrap(profile));

/** Reads a playback back; throws for what is of another format. */
export const decodeSession = (text: string): SessionRecord => {
  const value = unwrap(text);
  if (isSession(value)) return value;
  throw new Error('The item holds no playback.');
};

/** Reads a profile back; throws for bytes of another format. */
export const decodeProfile = (bytes: Uint8Array): Profile => {
  const value = unwrap(inflateRawSync(bytes).toString('utf8'));
  if (isProfile(value)) return value;
  throw new Error('The item holds no profile.');
};

const wrap = (value: unknown): string => JSON.stringify({ format: FORMAT, value });

const unwrap = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text);
  const isOurs = typeof parsed === 'object' && parsed !== null && 'format' in parsed && parsed.format === FORMAT;
  return isOurs && 'value' in parsed ? parsed.value : undefined;
};

const isSession = (value: unknown): value is SessionRecord =>
  typeof value === 'object' && value !== null && 'seen' in value && Array.isArray(value.seen);

const isProfile = (value: unknown): value is Profile =>
  typeof value === 'object' && value !== null && 'at' in value && 'titles' in value && Array.isArray(value.titles);
