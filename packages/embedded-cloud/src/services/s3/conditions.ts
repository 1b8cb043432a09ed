import { type HttpRequest, ServiceError } from '../../core/service';
import type { StoredObject } from './object-store';

type Headers = HttpRequest['headers'];

const includesEtag = (header: string, etag: string): boolean =>
  header.split(',').some((tag) => ['*', etag].includes(tag.trim().replaceAll('"', '')));

/** Checks a read's conditions: undefined when they hold, otherwise the status of the response. */
export const checkRead = (headers: Headers, object: StoredObject): 304 | 412 | undefined => {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const modified = Math.floor(object.modifiedAt / 1_000) * 1_000; // HTTP dates have whole seconds
  const isModifiedSince = (date: string | undefined): boolean => date !== undefined && modified > Date.parse(date);
  const isRejected =
    match === undefined ? isModifiedSince(headers['if-unmodified-since']) : !includesEtag(match, object.etag);
  if (isRejected) return 412;
  if (noneMatch !== undefined) return includesEtag(noneMatch, object.etag) ? 304 : undefined;
  const since = headers['if-modified-since'];
  return since !== undefined && modified <= Date.parse(since) ? 304 : undefined;
};

/** Throws when a write's If-Match or If-None-Match does not hold for the current object. */
export const checkWrite = (headers: Headers, current: StoredObject | undefined): void => {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && !current) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const holds =
    (match === undefined || includesEtag(match, current?.etag ?? '')) &&
    (noneMatch === undefined || !current || !includesEtag(noneMatch, current.etag));
  if (!holds) throw preconditionFailed();
};

/** The error of a read, a write or a copy whose conditions do not hold. */
export const preconditionFailed = (): ServiceError =>
  new ServiceError('PreconditionFailed', 'At least one of the preconditions you specified did not hold', 412);

/** The byte range of a Range header, both ends included; undefined when S3 would return the whole object. */
export const toRange = (
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
};
