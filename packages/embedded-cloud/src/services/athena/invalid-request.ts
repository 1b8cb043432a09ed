import { ServiceError } from '../../core/service';

/** The error for a request that Athena rejects before it runs a query. */
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
