/** A JSON object off the wire: known to be an object, nothing more. */
export type JsonObject = Record<string, unknown>;

/** Narrows a parsed value to an object: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An error as an AWS service answers it: `code` is the exception's name as AWS documents it. */
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

/** An operation of a service that speaks JSON over POST with X-Amz-Target (all but S3, Lambda and Scheduler). */
export type Operation = (input: JsonObject) => JsonObject | Promise<JsonObject>;

/** A request that the gateway has read whole. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query string; percent-encoding as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Epoch ms at which the request's first byte was seen. */
  readonly receivedAt: number;
}

/** What a service answers over plain HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Answers requests that are not AWS API calls; undefined when the path belongs to another site. */
export type Site = (request: HttpRequest) => Promise<HttpResponse> | undefined;

/** One resource of a template with its intrinsic functions resolved. */
export interface DeclaredResource {
  /** Stack-unique. */
  readonly logicalId: string;
  /** Such as AWS::SQS::Queue. */
  readonly type: string;
  readonly properties: JsonObject;
  /** The stack's name: for a physical name where the template gives none. */
  readonly stack: string;
  /** `<stack>-<logicalId>`, cut to what the service takes: the name of a resource that the template leaves unnamed. */
  generatedName(maxLength?: number): string;
}

/** What `Ref` and `Fn::GetAtt` give for a resource that was brought up. */
export interface ProvisionedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Brings one declared resource up; called again with the same declaration after a restart, it finds what it kept. */
export type Provision = (resource: DeclaredResource) => ProvisionedResource | Promise<ProvisionedResource>;

/** What a service publishes about one of its metrics: every value seen since it was last asked. */
export interface ServiceMetric {
  /** Such as AWS/Lambda. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** As CloudWatch spells it: Count, Milliseconds, Seconds, Bytes, Percent. */
  readonly unit: string;
  /** Never empty: a count of nothing is one value of 0. */
  readonly values: readonly number[];
}

/** One embedded AWS service: the API it answers and the resource types it brings up. */
export interface Service {
  /** As in the SigV4 credential scope: kinesis, dynamodb, sqs, s3, secretsmanager, firehose, lambda, scheduler. */
  readonly name: string;
  /** X-Amz-Target operations by name; absent for the services that speak REST. */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** The whole API of a service that speaks REST. */
  readonly handle?: (request: HttpRequest) => Promise<HttpResponse>;
  /** Answers requests without AWS credentials, such as those to a declared HTTP API. */
  readonly site?: Site;
  /** The content type of its JSON answers; application/x-amz-json-1.0 when absent. */
  readonly contentType?: string;
  /** What it answers when told to throttle; ThrottlingException when absent. */
  readonly throttlingCode?: string;
  /** How an error looks on the wire; absent for the JSON services, which share one form. */
  readonly errorResponse?: (error: ServiceError) => HttpResponse;
  /** By CloudFormation resource type. */
  readonly provisions: Readonly<Record<string, Provision>>;
  /** The metrics that the service itself publishes on AWS, once a minute; asked for every few seconds here. */
  serviceMetrics?(): readonly ServiceMetric[] | Promise<readonly ServiceMetric[]>;
  /** Hears of each call that was throttled before it came here. */
  noteThrottle?(): void;
  /** Begins background work (pollers, timers) once everything declared is up. */
  start?(): void | Promise<void>;
  /** Ends background work and makes what it keeps durable. */
  stop?(): Promise<void>;
}

/** The account and region that the embedded cloud plays. */
export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  /** Where the endpoint listens: http://127.0.0.1:4566. */
  readonly endpoint: string;
  /** Folder under which services keep their state. */
  readonly stateDir: string;
}
