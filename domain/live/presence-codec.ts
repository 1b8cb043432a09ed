import type { Hash64 } from '../ingest';
import { type Attributes, attributesOf, type ContentSessions, type SessionReport, tagOf } from './collect-presence';
import { sessionHash } from './session-key';

/*
 * The payload of one presence item: a format byte, then per content
 *   u16 length of the content id in UTF-8 · the content id · u32 number of sessions · per session
 *   u32 + u32 session hash · u8 attributes
 * All numbers are big-endian. A session takes nine bytes; in a JSON list of ids it would take forty.
 */
const FORMAT = 1;
const SESSION_BYTES = 9;

/** DynamoDB accepts items of up to 400 KB; this limit leaves room for keys and future attributes. */
const MAX_PAYLOAD_BYTES = 300_000;

/** Encodes the sessions of one instant, in as many payloads as their size requires; usually one. */
export const encodePresence = (contents: ContentSessions): Buffer[] => {
  const payloads: Buffer[] = [];
  let parts: Buffer[] = [];
  let bytes = 0;
  const close = (): void => {
    if (parts.length > 0) payloads.push(Buffer.concat([Buffer.of(FORMAT), ...parts]));
    parts = [];
    bytes = 0;
  };
  for (const part of contentParts(contents)) {
    if (bytes + part.length > MAX_PAYLOAD_BYTES) close();
    parts.push(part);
    bytes += part.length;
  }
  close();
  return payloads;
};

const MAX_SESSIONS_PER_PART = Math.floor((MAX_PAYLOAD_BYTES - 1024) / SESSION_BYTES);

function* contentParts(contents: ContentSessions): Generator<Buffer> {
  for (const [contentId, sessions] of contents) {
    if (sessions.size <= MAX_SESSIONS_PER_PART) {
      yield encodeContent(contentId, sessions, sessions.size);
      continue;
    }
    const all = [...sessions];
    for (let at = 0; at < all.length; at += MAX_SESSIONS_PER_PART) {
      const some = all.slice(at, at + MAX_SESSIONS_PER_PART);
      yield encodeContent(contentId, some, some.length);
    }
  }
}

const encodeContent = (contentId: string, sessions: Iterable<[string, SessionReport]>, count: number): Buffer => {
  const idBytes = Buffer.byteLength(contentId);
  const part = Buffer.allocUnsafe(2 + idBytes + 4 + count * SESSION_BYTES);
  let at = part.writeUInt16BE(idBytes, 0);
  at += part.write(contentId, at);
  at = part.writeUInt32BE(count, at);
  for (const [key, report] of sessions) {
    const lineFeed = key.indexOf('\n');
    const sessionId = lineFeed < 0 ? key : key.slice(0, lineFeed);
    const { high, low } = sessionHash(sessionId, tagOf(report));
    at = part.writeUInt32BE(high, at);
    at = part.writeUInt32BE(low, at);
    at = part.writeUInt8(attributesOf(report), at);
  }
  return part;
};

/** Receives each session of a payload. `hash` is valid only during the call: the next session reuses the object. */
export type SessionVisitor = (contentId: string, hash: Hash64, attributes: Attributes) => void;

/** Decodes a payload of {@link encodePresence}; throws for another format. */
export const decodePresence = (payload: Buffer, visit: SessionVisitor): void => {
  if (payload.readUInt8(0) !== FORMAT)
    throw new Error(`The presence payload has format ${payload.readUInt8(0)}; the reader supports ${FORMAT}.`);
  let at = 1;
  const hash = { high: 0, low: 0 };
  while (at < payload.length) {
    const idBytes = payload.readUInt16BE(at);
    const contentId = payload.toString('utf8', at + 2, at + 2 + idBytes);
    const count = payload.readUInt32BE(at + 2 + idBytes);
    at += 2 + idBytes + 4;
    for (let session = 0; session < count; session++, at += SESSION_BYTES) {
      hash.high = payload.readUInt32BE(at);
      hash.low = payload.readUInt32BE(at + 4);
      visit(contentId, hash, payload.readUInt8(at + 8));
    }
  }
};
