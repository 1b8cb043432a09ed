import { createHmac } from 'node:crypto';

/** 128 bits: among a billion viewers, the chance that two share a digest is below one in 10^20. */
const DIGEST_BYTES = 16;

/**
 * The digest by which collectors recognise an erased viewer: HMAC-SHA-256 of the viewer's id under the suppression key,
 * the first 16 bytes, base64url. The key never rotates, so the digest of a viewer never changes.
 */
export const suppressionDigest = (key: string, viewerId: string): string =>
  createHmac('sha256', key).update(viewerId, 'utf8').digest().subarray(0, DIGEST_BYTES).toString('base64url');
