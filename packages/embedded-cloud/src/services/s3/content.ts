import { type HttpRequest, ServiceError } from '../../core/service';
import { verifyContent } from './checksums';

type Headers = Readonly<Record<string, string>>;

/** The content of a request, and the headers of its checksum if the client sent one. */
export interface Received {
  readonly content: Buffer;
  readonly checksum: Headers;
}

/** Decodes the body if it is aws-chunked, and verifies it against the checksums in headers and trailing headers. */
export const receive = ({ headers, body }: HttpRequest): Received => {
  const isChunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true ||
    headers['content-encoding']?.includes('aws-chunked') === true;
  const { content, trailers } = isChunked ? dechunk(body) : { content: body, trailers: {} };
  const length = headers['x-amz-decoded-content-length'];
  if (isChunked && length !== undefined && Number(length) !== content.length) throw incompleteBody();
  const announced = headers['x-amz-trailer']?.split(',').map((name) => name.trim().toLowerCase()) ?? [];
  if (announced.some((name) => !Object.hasOwn(trailers, name))) {
    throw new ServiceError('MalformedTrailerError', 'The request does not have the trailing headers it announced.');
  }
  return { content, checksum: verifyContent(content, { ...headers, ...trailers }) };
};

/** The content of a request, decoded and verified. */
export const contentOf = (request: HttpRequest): Buffer => receive(request).content;

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
