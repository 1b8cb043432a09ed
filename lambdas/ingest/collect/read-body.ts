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
  /** The content codings in which the same events would be read: the value of `Accept-Encoding` in the answer. */
  readonly acceptEncoding?: string;
}

/** The content types of a body that API Gateway passes on as text. */
const TEXT_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/plain']);

/** The content type of a gzipped body, because API Gateway passes its bytes on unchanged. */
const BINARY_TYPE = 'application/octet-stream';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body's text. Decompression stops at the limit, even if the body is larger than it claims. */
export const readBody = ({ contentType, contentEncoding, bytes }: WireBody): string | UnreadableBody => {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const encoding = contentEncoding.trim().toLowerCase();
  if (!TEXT_TYPES.has(mediaType) && !(mediaType === BINARY_TYPE && encoding === 'gzip')) {
    return {
      ...{ status: 415, field: 'content-type' },
      reason: 'must be application/json or text/plain, or application/octet-stream with content-encoding gzip',
    };
  }
  if (isMangledGzip(bytes)) return mangledGzip;
  if (bytes.length > MAX_BODY_BYTES) return tooLarge;
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip') return unknownEncoding;
  const plain = encoding === 'gzip' ? unzip(bytes) : bytes;
  return Buffer.isBuffer(plain) ? decode(plain) : plain;
};

/**
 * The first bytes of a gzipped body (1f 8b) after API Gateway decoded it as UTF-8: U+001F U+FFFD. The HTTP API decides by
 * the content type alone whether a body is binary. It passes text/*, application/json, application/xml and
 * application/javascript on as text, and replaces each byte that is not UTF-8. Source: measured on AWS in
 * https://github.com/ministackorg/ministack/pull/766.
 */
const MANGLED_GZIP = Buffer.from('\u001f\ufffd');

const isMangledGzip = (bytes: Buffer): boolean => bytes.subarray(0, MANGLED_GZIP.length).equals(MANGLED_GZIP);

/**
 * The content of a mangled body is lost, but the player still has the events. `Accept-Encoding` tells it to send them
 * again uncompressed. Source: RFC 9110, section 15.5.16, and RFC 7694.
 */
const mangledGzip: UnreadableBody = {
  status: 415,
  field: 'content-encoding',
  reason: `a gzipped body needs the content type ${BINARY_TYPE}; send the same events again uncompressed`,
  acceptEncoding: 'identity',
};

const unknownEncoding: UnreadableBody = {
  status: 415,
  field: 'content-encoding',
  reason: 'must be gzip, or absent',
  acceptEncoding: 'gzip, identity',
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
