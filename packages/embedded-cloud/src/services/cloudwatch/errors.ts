import { ServiceError } from '../../core/service';

/** The error for a parameter value that CloudWatch rejects. */
export const invalid = (parameter: string, problem: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', `The parameter ${parameter} ${problem}.`);

/** The error for a property of an alarm that CloudWatch, or the embedded cloud, does not support. */
export const invalidProperty = (property: string, problem: string): ServiceError =>
  new ServiceError('ValidationError', `${property} ${problem}.`);

/** The code of the error for a missing parameter. */
export const MISSING = 'MissingRequiredParameterException';
