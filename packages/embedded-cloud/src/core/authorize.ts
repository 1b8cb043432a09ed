import type { Access, AccessDenied } from './iam';
import type { Caller, HttpRequest, OperationCall, Service } from './service';
import { ServiceError } from './service-error';

/** What a request is signed with. */
export interface Credential {
  readonly accessKeyId: string;
  /** The service in the credential scope. */
  readonly service: string;
}

/**
 * `Credential=AKID/20261121/us-east-1/kinesis/aws4_request` in the header, or in the query of a presigned URL. Signature
 * Version 2, in which boto3 presigns by default, names no service; only S3 has it.
 */
export const toCredential = ({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): Credential | undefined => {
  const scope = /Credential=([^/]+\/\d{8}\/[\w-]+\/[\w-]+)\/aws4_request/.exec(headers['authorization'] ?? '')?.[1];
  const [accessKeyId, , , service] = (scope ?? query.get('X-Amz-Credential') ?? '').split('/');
  if (accessKeyId !== undefined && service !== undefined)
    return { accessKeyId, service: OTHER_NAMES[service] ?? service };
  const inVersion2 = /^AWS ([^:\s]+):/.exec(headers['authorization'] ?? '')?.[1] ?? query.get('AWSAccessKeyId');
  return inVersion2 === null ? undefined : { accessKeyId: inVersion2, service: 's3' };
};

/** S3 with other names in the credential scope: directory buckets and Object Lambda. */
const OTHER_NAMES: Readonly<Record<string, string>> = { s3express: 's3', 's3-object-lambda': 's3' };

/** Throws AccessDenied unless the caller has every permission that the call needs. */
export const authorize = (service: Service, caller: Caller, call: OperationCall): void => {
  caller?.check(...permissionsOf(service, call));
};

/** A denial with the error code and the HTTP status that a service answers. */
export const denialOf = ({ denial }: Service, { access, code, message }: AccessDenied): ServiceError =>
  new ServiceError(access.errorCode ?? denial?.code ?? code, message, denial?.status ?? 400);

/** The permissions that a call needs; throws for an operation without an entry, so that none is allowed by accident. */
const permissionsOf = ({ name, permissions }: Service, call: OperationCall): readonly Access[] => {
  if (typeof permissions === 'function') return permissions(call);
  const needed = permissions[call.operation];
  if (needed) return needed(call.input);
  const message = `The embedded ${name} does not know which permissions ${call.operation} needs, so roles cannot call it.`;
  throw new ServiceError('AccessDeniedException', message);
};
