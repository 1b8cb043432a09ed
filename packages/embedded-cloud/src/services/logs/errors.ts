import { ServiceError } from '../../core/service';

/** The error for a parameter whose value is not valid or not supported. */
export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterException', message);

/** The error for a query that has a syntax error or uses what the embedded Logs Insights does not support. */
export const malformedQuery = (message: string): ServiceError => new ServiceError('MalformedQueryException', message);
