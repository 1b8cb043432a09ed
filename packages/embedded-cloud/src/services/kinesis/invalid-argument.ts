import { ServiceError } from '../../core/service';

/** The error for an argument that is well-formed but not acceptable. */
export const invalidArgument = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);
