import { ServiceError } from '../../core/service';

/** Of what AWS would run and this does not. */
export const notRun = (what: string): ServiceError => invalid(`The embedded Firehose does not run ${what}.`);

/** Of what AWS would refuse too. */
export const invalid = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);
