import type { Access, RoleSession } from './iam';
import type { Inputs, Refusals } from './inputs';
import type { JsonObject } from './json-object';
import type { Limits } from './limits';
import type { ApiModel } from './protocols/api-model';
import type { ServiceError } from './service-error';

export { isObject, type JsonObject } from './json-object';
export { ServiceError } from './service-error';

/** The role session that signed a request; undefined for the administrator, whom no policy restricts. */
export type Caller = RoleSession | undefined;

/** An operation of a service: its input and output are JSON as in awsJson, in whichever protocol a client calls it. */
export type Operation = (input: JsonObject, caller?: Caller) => JsonObject | Promise<JsonObject>;

/** Lists the permissions that a call of one operation needs. */
export type OperationPermissions = (input: JsonObject) => readonly Access[];

/** The permissions that calls need: by operation, or from the call for a service whose calls are all alike. */
export type Permissions = Readonly<Record<string, OperationPermissions>> | ((call: OperationCall) => readonly Access[]);

/** A request that the gateway has read completely. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query string; still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Epoch ms at which the request arrived. */
  readonly receivedAt: number;
}

/** A request whose operation is known. */
export interface OpenedRequest {
  /** The name of the operation; empty when the request names none. */
  readonly operation: string;
  /** Reads the input in the form that operations take; throws a ServiceError when it is malformed. */
  readonly read: () => JsonObject;
}

/** A call of an operation. */
export interface OperationCall {
  readonly operation: string;
  readonly input: JsonObject;
}

/** A call with its request, which a service needs that answers every request itself. */
export interface HttpCall extends OperationCall {
  readonly request: HttpRequest;
}

/** An answer over HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Sent in place of the body, part by part while it is produced. */
  readonly stream?: AsyncIterable<Buffer>;
}

/** Answers requests that are not AWS API calls; undefined when the path belongs to another site. */
export type Site = (request: HttpRequest) => Promise<HttpResponse> | undefined;

/** One resource of a template, with its intrinsic functions resolved. */
export interface DeclaredResource {
  /** Stack-unique. */
  readonly logicalId: string;
  /** Such as AWS::SQS::Queue. */
  readonly type: string;
  readonly properties: JsonObject;
  /** The name of the stack. */
  readonly stack: string;
  /** The name of a resource that the template leaves unnamed: `<stack>-<logicalId>`, shortened to the limit of the service. */
  generatedName(maxLength?: number): string;
}

/** The values of `Ref` and `Fn::GetAtt` for a resource. */
export interface ProvisionedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The KMS key that encrypts it, by ARN, id or alias. @default - no key, or one of AWS */
  readonly encryptionKey?: string | undefined;
}

/** Creates a declared resource; after a restart, the same declaration finds the state that it had. */
export type Provision = (resource: DeclaredResource) => ProvisionedResource | Promise<ProvisionedResource>;

/** The values of a metric since the last collection. */
export interface ServiceMetric {
  /** Such as AWS/Lambda. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** A unit of CloudWatch: Count, Milliseconds, Seconds, Bytes, Percent. */
  readonly unit: string;
  /** Never empty: when nothing was counted, one value of 0. */
  readonly values: readonly number[];
}

/** One embedded AWS service: the API that it answers and the resource types that it creates. */
export interface Service {
  /** The name in the SigV4 credential scope, such as kinesis or secretsmanager. */
  readonly name: string;
  /** Operations by name, for a service whose requests name an operation: in JSON, CBOR or the Query protocol. */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** The types and names of the API, which CBOR and the Query protocol need. @default - the service answers in JSON only */
  readonly model?: () => ApiModel;
  /** Adds to the input of an operation what clients put elsewhere in the request. @default - adds nothing */
  readonly completeInput?: (input: JsonObject, request: HttpRequest) => JsonObject;
  /** What operations accept of their inputs; every other parameter is refused. @default - nothing is refused */
  readonly inputs?: Inputs;
  /** How the service refuses what it does not run. @default UnknownOperationException and ValidationException */
  readonly refusals?: Refusals;
  /** Answers every request, for a service whose protocol is REST. */
  readonly handle?: (call: HttpCall, caller?: Caller) => Promise<HttpResponse>;
  /** The operation and the input of a request, for a service that answers every request itself. */
  readonly openRequest?: (request: HttpRequest) => OpenedRequest;
  /** What calls need permission for. A role cannot call an operation that is missing here. */
  readonly permissions: Permissions;
  /** The code and the HTTP status of a denial. @default AccessDeniedException, 400 */
  readonly denial?: { readonly code: string; readonly status: number };
  /** The largest request body. @default 16 MiB */
  readonly maxBodyBytes?: number;
  /** Answers requests without AWS credentials, such as those to a declared HTTP API. */
  readonly site?: Site;
  /** The error code of an injected throttle. @default ThrottlingException */
  readonly throttlingCode?: string;
  /** The HTTP status of an injected throttle. @default 400 */
  readonly throttlingStatus?: number;
  /** Formats an error of a service with `handle`. @default the format of the request's protocol */
  readonly errorResponse?: (error: ServiceError) => HttpResponse;
  /** The properties that are honored, by CloudFormation resource type; the others are listed at start. */
  readonly properties?: Inputs;
  /** How to create resources, by CloudFormation resource type. */
  readonly provisions: Readonly<Record<string, Provision>>;
  /** The metrics that the service publishes on AWS once a minute; CloudWatch collects them every few seconds here. */
  serviceMetrics?(): readonly ServiceMetric[] | Promise<readonly ServiceMetric[]>;
  /** Called for each call that an injected fault throttled before it reached the service. */
  noteThrottle?(): void;
  /** Starts background work (pollers, timers), after every resource is created. */
  start?(): void | Promise<void>;
  /** Stops background work and makes the state durable. */
  stop?(): Promise<void>;
}

/** The account and region of the embedded cloud, its endpoint and its state folder. */
export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  /** The address of the endpoint, such as http://127.0.0.1:4566. */
  readonly endpoint: string;
  /** The folder in which services keep their state. */
  readonly stateDir: string;
  /** The quotas that services enforce. */
  readonly limits: Limits;
}
