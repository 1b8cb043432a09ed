import type { HttpRequest } from '../../core/service';

/**
 * The system metadata (such as Content-Type), the user metadata (x-amz-meta-*) and the checksum (x-amz-checksum-*) of an
 * object, as headers.
 */
export type ObjectHeaders = Readonly<Record<string, string>>;

/** The system metadata of an object, besides its content encoding. */
export const STORED_HEADERS = ['content-type', 'content-language', 'content-disposition', 'cache-control', 'expires'];

/** The headers of a request that S3 stores with the object. In a presigned URL, those of AWS are parameters. */
export const toObjectHeaders = ({ headers, query }: HttpRequest): ObjectHeaders => {
  const stored = [...query, ...Object.entries(headers)].filter(
    ([name]) => STORED_HEADERS.includes(name) || name.startsWith('x-amz-meta-'),
  );
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  // aws-chunked encodes the transfer, not the object.
  const contentCodings = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked');
  if (contentCodings.length > 0) stored.push(['content-encoding', contentCodings.join(',')]);
  return Object.fromEntries(stored);
};
