import type { ServiceError } from '../service-error';
import type { Addressed } from './protocol';

/** The codes of errors that every API has, where the Query protocol names them differently. */
const COMMON: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  SerializationException: 'MalformedInput',
  ThrottlingException: 'Throttling',
  UnknownOperationException: 'InvalidAction',
};

/** The code that an error has in the Query protocol. */
export const queryCodeOf = ({ code }: ServiceError, { model }: Addressed): string =>
  COMMON[code] ?? model?.().queryCodeOf(code) ?? code;

/** Whose fault an error is, in the words of the Query protocol. */
export const faultOf = ({ status }: ServiceError): 'Sender' | 'Receiver' => (status < 500 ? 'Sender' : 'Receiver');

/**
 * The header with which SDKs learn the code that an error had before the API of the service changed from the Query
 * protocol to JSON or CBOR. Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export const queryErrorHeader = (error: ServiceError, service: Addressed): Readonly<Record<string, string>> =>
  service.model?.().namespace ? { 'x-amzn-query-error': `${queryCodeOf(error, service)};${faultOf(error)}` } : {};
