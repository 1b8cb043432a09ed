import type { Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';

/** The error for a request that Athena rejects before it runs a query. */
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);

/** Throws when the text of a query is longer than Athena accepts. */
export const limitQuery = (sql: string, { queryBytes }: Limits): void => {
  if (Buffer.byteLength(sql) > queryBytes) {
    throw invalidRequest(`A query may have at most ${queryBytes} bytes.`);
  }
};
