import { ServiceError } from '../../core/service';

/** A call that Athena refuses before anything runs. */
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
