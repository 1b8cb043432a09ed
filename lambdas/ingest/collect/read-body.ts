import { gunzipSync } from 'node:zlib';

/** The largest body, before and after decompression: 500 events of a kilobyte. */
export const MAX_BODY_BYTES = 512 * 1024;

/** A body as it was received. */
export interface WireBody {
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly bytes: Buffer;
}

/** Why a body cannot be read. */
export interface UnreadableBody {
  readonly status: 400 | 413 | 415;
  readonly field: 'body' | 'content-type' | 'content-encoding';
  readonly reason: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body's text. Decompression stops at the limit, even if the body is larger than it claims. */
export const readBody = ({ contentType, contentEncoding, bytes }: WireBody): string | UnreadableBody => {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && mediaType !== 'text/plain') {
    return { status: 415, field: 'content-type', reason: 'must be application/json or text/plain' };
  }
  if (bytes.length > MAX_BODY_BYTES) return tooLarge;
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip') {
    return { status: 415, field: 'content-encoding', reason: 'must be gzip, or absent' };
  }
  const plain = encoding === 'gzip' ? unzip(bytes) : bytes;
  return Buffer.isBuffer(plain) ? decode(plain) : plain;
};

const tooLarge: UnreadableBody = { status: 413, field: 'body', reason: `must be at most ${MAX_BODY_BYTES} bytes` };

const unzip = (bytes: Buffer): Buffer | UnreadableBody => {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : { status: 400, field: 'body', reason: 'is not gzip' };
  }
};

const decode = (bytes: Buffer): string | UnreadableBody => {
  try {
    return utf8.decode(bytes);
  } catch {
    return { status: 400, field: 'body', reason: 'is not UTF-8' };
  }
};
