/** A JSON object whose fields are not validated yet. */
export type JsonObject = Record<string, unknown>;

/** Narrows a parsed value to an object: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An error that an AWS service returns: `code` is the exception's name in the AWS documentation. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** An operation of a service whose requests are JSON with the operation in X-Amz-Target. */
export type Operation = (input: JsonObject) => JsonObject | Promise<JsonObject>;

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

/** An answer over HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
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
  /** Operations by name, for a service whose requests are JSON with X-Amz-Target. */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** Answers every request, for a service that uses REST or the query protocol. */
  readonly handle?: (request: HttpRequest) => Promise<HttpResponse>;
  /** Answers requests without AWS credentials, such as those to a declared HTTP API. */
  readonly site?: Site;
  /** The content type of JSON answers. @default application/x-amz-json-1.0 */
  readonly contentType?: string;
  /** The error code of an injected throttle. @default ThrottlingException */
  readonly throttlingCode?: string;
  /** Formats an error. @default the format that JSON services share */
  readonly errorResponse?: (error: ServiceError) => HttpResponse;
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
}
