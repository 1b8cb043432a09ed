import type { Hash64 } from '../ingest';
import type { Bounds } from '../playback';

/** The bounds of one session's playback of a title. */
export interface SessionBounds {
  readonly session: Hash64;
  readonly bounds: Bounds;
}

/** The bounds of playbacks that a batch contains, by content id, then by session and viewer. */
export type ContentBounds = Map<string, Map<string, SessionBounds>>;

/*
 * The payload of one item of bounds: a format byte, then per playback
 *   u16 length of the content id in UTF-8 · the content id · u32 + u32 session hash
 *   f64 requestedAt · f64 endedAt, epoch ms; NaN for none
 * All numbers are big-endian.
 */
const FORMAT = 1;
const SESSION_BYTES = 24;

/** DynamoDB accepts items of up to 400 KB; this limit leaves room for keys and future attributes. */
const MAX_PAYLOAD_BYTES = 300_000;

/** Encodes the bounds of a batch, in as many payloads as their size requires; usually one. */
export const encodeBounds = (contents: ContentBounds): Buffer[] => {
  const payloads: Buffer[][] = [];
  let bytes = Infinity;
  for (const [contentId, sessions] of contents) {
    for (const { session, bounds } of sessions.values()) {
      const entry = encodeEntry(contentId, session, bounds);
      bytes += entry.length;
      if (bytes > MAX_PAYLOAD_BYTES) {
        payloads.push([Buffer.of(FORMAT)]);
        bytes = entry.length + 1;
      }
      payloads.at(-1)?.push(entry);
    }
  }
  return payloads.map((parts) => Buffer.concat(parts));
};

const encodeEntry = (
  contentId: string,
  { high, low }: Hash64,
  { requestedAt = NaN, endedAt = NaN }: Bounds,
): Buffer => {
  const idBytes = Buffer.byteLength(contentId);
  const entry = Buffer.allocUnsafe(2 + idBytes + SESSION_BYTES);
  let at = entry.writeUInt16BE(idBytes, 0);
  at += entry.write(contentId, at);
  at = entry.writeUInt32BE(high, at);
  at = entry.writeUInt32BE(low, at);
  at = entry.writeDoubleBE(requestedAt, at);
  entry.writeDoubleBE(endedAt, at);
  return entry;
};

/** The bounds of one playback. */
export interface PlaybackMark {
  readonly contentId: string;
  readonly session: Hash64;
  readonly bounds: Bounds;
}

/** Decodes a payload of {@link encodeBounds}; throws for another format. */
export const decodeBounds = (payload: Buffer): readonly PlaybackMark[] => {
  if (payload.readUInt8(0) !== FORMAT)
    throw new Error(`The payload of bounds has format ${payload.readUInt8(0)}; the reader supports ${FORMAT}.`);
  const marks: PlaybackMark[] = [];
  for (let at = 1; at < payload.length;) {
    const idBytes = payload.readUInt16BE(at);
    const contentId = payload.toString('utf8', at + 2, at + 2 + idBytes);
    at += 2 + idBytes;
    const session = { high: payload.readUInt32BE(at), low: payload.readUInt32BE(at + 4) };
    const [requestedAt, endedAt] = [payload.readDoubleBE(at + 8), payload.readDoubleBE(at + 16)];
    at += SESSION_BYTES;
    const bounds = {
      ...(!Number.isNaN(requestedAt) && { requestedAt }),
      ...(!Number.isNaN(endedAt) && { endedAt }),
    };
    marks.push({ contentId, session, bounds });
  }
  return marks;
};
