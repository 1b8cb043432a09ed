import { ServiceError } from '../../core/service';

/** The error for a request that Athena rejects before it runs a query. */
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);

/** Source: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const MAX_QUERY_BYTES = 262_144;

/** Throws when the text of a query is longer than Athena accepts. */
export const limitQuery = (sql: string): void => {
  if (Buffer.byteLength(sql) > MAX_QUERY_BYTES) {
    throw invalidRequest(`A query may have at most ${MAX_QUERY_BYTES} bytes.`);
  }
};
