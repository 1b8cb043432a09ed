import { ServiceError } from '../../core/service';

/** The error for a parameter value that SQS rejects. */
export const invalidParameter = (message: string): ServiceError => new ServiceError('InvalidParameterValue', message);

/** The allowed values of a parameter, both ends included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/** Returns the value of a parameter; throws when it is not an integer in the range. */
export const integerInRange = (name: string, value: number, { min, max }: Range): number => {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: must be ${min} to ${max}.`);
};
