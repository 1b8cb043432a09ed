import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type HttpRequest, ServiceError } from '../../core/service';

type Headers = Readonly<Record<string, string>>;

/** The checksums that are verified, by header. The SDKs send the CRC32 by default. */
const CHECKSUMS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  'x-amz-checksum-crc32': (content) => {
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(content));
    return checksum;
  },
  'x-amz-checksum-sha1': (content) => createHash('sha1').update(content).digest(),
  'x-amz-checksum-sha256': (content) => createHash('sha256').update(content).digest(),
  'content-md5': (content) => createHash('md5').update(content).digest(),
};

/** The content of a request: decoded when it is aws-chunked, and verified against the request's checksums. */
export const contentOf = ({ headers, body }: HttpRequest): Buffer => {
  const isChunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true ||
    headers['content-encoding']?.includes('aws-chunked') === true;
  const { content, trailers } = isChunked ? dechunk(body) : { content: body, trailers: {} };
  const length = headers['x-amz-decoded-content-length'];
  if (isChunked && length !== undefined && Number(length) !== content.length) throw incompleteBody();
  verify(content, { ...headers, ...trailers });
  return content;
};

const verify = (content: Buffer, headers: Headers): void => {
  for (const [name, checksum] of Object.entries(CHECKSUMS)) {
    const declared = headers[name];
    if (declared !== undefined && declared !== checksum(content).toString('base64')) {
      throw new ServiceError('BadDigest', `The ${name} that you sent does not match the content.`);
    }
  }
};

/**
 * Decodes repeated `<hex length>[;chunk-signature=…]\r\n<bytes>\r\n` up to a chunk of length 0 and the trailing
 * headers.
 */
const dechunk = (body: Buffer): { readonly content: Buffer; readonly trailers: Headers } => {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = /^([0-9a-f]{1,8})(?:;|$)/i.exec(body.toString('latin1', at, Math.max(at, lineEnd)))?.[1];
    if (lineEnd < 0 || size === undefined) throw incompleteBody();
    const start = lineEnd + 2;
    const end = start + parseInt(size, 16);
    if (end === start) return { content: Buffer.concat(chunks), trailers: toHeaders(body.toString('latin1', start)) };
    if (body.toString('latin1', end, end + 2) !== '\r\n') throw incompleteBody();
    chunks.push(body.subarray(start, end));
    at = end + 2;
  }
};

const toHeaders = (lines: string): Headers =>
  Object.fromEntries(
    [...lines.matchAll(/^([\w-]+):\s*(.*?)\s*$/gm)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  );

const incompleteBody = (): ServiceError =>
  new ServiceError('IncompleteBody', 'The body is not valid aws-chunked content of the length in its headers.');
