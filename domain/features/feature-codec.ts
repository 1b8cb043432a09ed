import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Profile } from './profile';
import type { SessionRecord } from './session-record';

/*
 * The format of the items in the features table, with its version number. A playback is plain JSON, well below the 1 KB
 * of a write unit. A profile is ten times as large; deflated, it is about as large as a playback.
 */
const FORMAT = 1;

/** Encodes a playback for its item. */
export const encodeSession = (record: SessionRecord): string => wrap(record);

/** Encodes a profile for its item. */
export const encodeProfile = (profile: Profile): Uint8Array => deflateRawSync(wrap(profile));

/** Decodes a playback; throws for text of another format. */
export const decodeSession = (text: string): SessionRecord => {
  const value = unwrap(text);
  if (isSession(value)) return value;
  throw new Error('The item is not a playback of the current format.');
};

/** Decodes a profile; throws for bytes of another format. */
export const decodeProfile = (bytes: Uint8Array): Profile => {
  const value = unwrap(inflateRawSync(bytes).toString('utf8'));
  if (isProfile(value)) return value;
  throw new Error('The item is not a profile of the current format.');
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
