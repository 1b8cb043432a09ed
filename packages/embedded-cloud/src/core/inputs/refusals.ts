import type { JsonObject } from '../json-object';
import { ServiceError } from '../service-error';
import type { AcceptedInput } from './inputs';
import { unselectedIn } from './selection';

/** How a service refuses what it does not run. */
export interface Refusals {
  readonly operation: ErrorKind;
  readonly parameter: ErrorKind;
}

interface ErrorKind {
  readonly code: string;
  readonly status: number;
}

/** Those of AWS's JSON protocols. */
const JSON_REFUSALS: Refusals = {
  operation: { code: 'UnknownOperationException', status: 400 },
  parameter: { code: 'ValidationException', status: 400 },
};

/** Those of AWS's REST services, where an operation is a path. */
export const REST_REFUSALS: Refusals = {
  operation: { code: 'UnknownOperationException', status: 404 },
  parameter: { code: 'ValidationException', status: 400 },
};

/** The service that refuses. */
interface Refusing {
  readonly name: string;
  readonly refusals?: Refusals;
}

const LIST = 'docs/operations.md of embedded-cloud lists what it supports.';

/** The error for an operation that does not run. */
export const operationRefusal = ({ name, refusals = JSON_REFUSALS }: Refusing, operation: string): ServiceError =>
  new ServiceError(
    refusals.operation.code,
    `The embedded ${name} does not support the operation ${operation || '""'}; ${LIST}`,
    refusals.operation.status,
  );

/** Throws an error that names the first parameter that the operation would ignore. */
export const refuseIgnored = (
  { name, refusals = JSON_REFUSALS }: Refusing,
  operation: string,
  { all }: AcceptedInput,
  input: JsonObject,
): void => {
  const [first] = unselectedIn(input, all);
  if (!first) return;
  const { path, values } = first;
  const only = values.length === 0 ? '' : ` with another value than ${values.join(' or ')}`;
  throw new ServiceError(
    refusals.parameter.code,
    `The embedded ${name} does not support the parameter ${path} of ${operation}${only}; ${LIST}`,
    refusals.parameter.status,
  );
};
