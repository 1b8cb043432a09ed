import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Profile } from './profile';
import type { SessionRecord } from './session-record';

/*
 * The format of the items in the features table, with its version number. A playback is plain JSON, well below the 1 KB
 * of a write unit. A profile is ten times as large; deflated, it is about as large as a playback.
 */
const FORMAT = 2;
/** The format of playbacks before their times were ranges. Their items expire after eight days. */
const FORMAT_OF_SUMS = 1;
const PROFILE_FORMAT = 1;

/** Encodes a playback for its item. */
export const encodeSession = (record: SessionRecord): string => wrap(record, FORMAT);

/** Encodes a profile for its item. */
export const encodeProfile = (profile: Profile): Uint8Array => deflateRawSync(wrap(profile, PROFILE_FORMAT));

/** Decodes a playback; throws for text of another format. */
export const decodeSession = (text: string): SessionRecord => {
  const value = unwrap(text, FORMAT);
  if (isSession(value)) return value;
  const sums = unwrap(text, FORMAT_OF_SUMS);
  if (isSessionOfSums(sums)) return fromSums(sums);
  throw new Error('The item is not a playback of the current format.');
};

/** Decodes a profile; throws for bytes of another format. */
export const decodeProfile = (bytes: Uint8Array): Profile => {
  const value = unwrap(inflateRawSync(bytes).toString('utf8'), PROFILE_FORMAT);
  if (isProfile(value)) return value;
  throw new Error('The item is not a profile of the current format.');
};

const wrap = (value: unknown, format: number): string => JSON.stringify({ format, value });

const unwrap = (text: string, format: number): unknown => {
  const parsed: unknown = JSON.parse(text);
  const isOurs = typeof parsed === 'object' && parsed !== null && 'format' in parsed && parsed.format === format;
  return isOurs && 'value' in parsed ? parsed.value : undefined;
};

const isSession = (value: unknown): value is SessionRecord =>
  typeof value === 'object' && value !== null && 'seen' in value && Array.isArray(value.seen);

/** A playback in the format before: sums instead of ranges. */
interface SessionOfSums extends Pick<
  SessionRecord,
  'sessionId' | 'contentId' | 'deviceType' | 'isLive' | 'seen' | 'facts'
> {
  readonly first: { readonly sequence: number; readonly at: number };
  readonly last: { readonly at: number };
  readonly position?: { readonly sequence: number; readonly playheadMs: number };
  readonly playingMs: number;
  readonly hasRequest: boolean;
  readonly hasEnded: boolean;
}

const isSessionOfSums = (value: unknown): value is SessionOfSums =>
  typeof value === 'object' && value !== null && 'seen' in value && 'playingMs' in value;

/** What it played is settled at its last event; a copy of an earlier event adds nothing. */
const fromSums = (old: SessionOfSums): SessionRecord => {
  const { sessionId, contentId, deviceType, isLive, seen, facts, first, last, position, hasRequest, hasEnded } = old;
  return {
    ...{ sessionId, contentId, deviceType, isLive, seen, facts },
    firstSequence: first.sequence,
    clock: { inferredMs: 0 },
    bounds: { ...(hasRequest && { requestedAt: first.at }), ...(hasEnded && { endedAt: last.at }) },
    ...(hasEnded && { completedAt: last.at }),
    beganAt: first.at,
    lastAt: last.at,
    played: { ranges: [], settledMs: old.playingMs, settledUntil: last.at },
    ...(position && { position: { at: last.at, ...position } }),
  };
};

const isProfile = (value: unknown): value is Profile =>
  typeof value === 'object' && value !== null && 'at' in value && 'titles' in value && Array.isArray(value.titles);
