import { type Hash64, hash64 } from '../ingest';

/**
 * A viewer as a number, 0 for an anonymous one. Pseudonyms are random text in base64url, so four characters tell the
 * viewers of one session apart. It has 24 bits: with the attributes, it is still a small integer of the engine.
 */
export const viewerTag = (viewerId: string | undefined): number =>
  viewerId === undefined || viewerId.length < 4
    ? 0
    : ((viewerId.charCodeAt(0) & 63) << 18) |
      ((viewerId.charCodeAt(1) & 63) << 12) |
      ((viewerId.charCodeAt(2) & 63) << 6) |
      (viewerId.charCodeAt(3) & 63);

const GOLDEN_RATIO = 0x9e3779b1;

/** The hash of a session of one viewer: if the viewer changes within a session, each has playbacks of their own. */
export const sessionHash = (sessionId: string, tag: number): Hash64 => {
  const { high, low } = hash64(sessionId);
  return tag === 0 ? { high, low } : { high: (high ^ Math.imul(tag, GOLDEN_RATIO)) >>> 0, low };
};
