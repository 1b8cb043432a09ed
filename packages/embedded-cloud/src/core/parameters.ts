import { isObject, type JsonObject } from './json-object';
import { ServiceError } from './service-error';

/**
 * The parameters of each operation that it acts on, or that make no difference here, separated by spaces. `Name=value|other`
 * accepts a parameter with these values only: they ask for what the operation does anyway.
 */
export type Parameters = Readonly<Record<string, string>>;

/** The service whose parameters are checked. */
interface Checked {
  readonly name: string;
  readonly parameters?: Parameters;
}

/** Throws a ValidationException that names the first parameter that the operation would ignore. */
export const refuseIgnored = ({ name, parameters }: Checked, operation: string, input: JsonObject): void => {
  const accepted = parameters?.[operation];
  if (accepted === undefined) return;
  const valuesOf = new Map(accepted.split(' ').map(toAccepted));
  for (const [parameter, value] of Object.entries(input)) {
    if (isEmpty(value)) continue;
    const values = valuesOf.has(parameter) ? valuesOf.get(parameter) : [];
    if (values && !values.includes(String(value))) throw refusal(name, operation, parameter, values);
  }
};

/** The values are undefined for a parameter that may have any. */
const toAccepted = (text: string): [string, readonly string[] | undefined] => {
  const [parameter = '', values] = text.split('=');
  return [parameter, values?.split('|')];
};

/** Clients may send empty values for what their caller left out. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

const refusal = (service: string, operation: string, parameter: string, values: readonly string[]): ServiceError => {
  const only = values.length === 0 ? '' : ` with another value than ${values.join(' or ')}`;
  const message = `The embedded ${service} does not support the parameter ${parameter} of ${operation}${only}.`;
  return new ServiceError('ValidationException', message);
};
