import { ServiceError } from '../../core/service';

/** As CloudWatch answers a value that it does not take. */
export const invalid = (parameter: string, problem: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', `The parameter ${parameter} ${problem}.`);

/** As CloudWatch answers a call, by its `Fields`, that leaves out what it needs. */
export const MISSING = 'MissingRequiredParameterException';
