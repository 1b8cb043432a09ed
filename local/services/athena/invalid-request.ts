import { ServiceError } from '../../service';

/** A call that Athena refuses before anything runs. */
export const invalidRequest = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
