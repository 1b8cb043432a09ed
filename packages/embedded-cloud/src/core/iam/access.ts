/**
 * The condition keys that requests can have here, in lower case. A policy may name others, which are not evaluated: a
 * request on AWS may have them.
 */
const CONDITION_KEYS = [
  ...(['aws:principalaccount', 'aws:principalarn', 'aws:principaltype', 'aws:userid'] as const),
  ...(['aws:sourceaccount', 'aws:sourcearn', 'aws:securetransport'] as const),
  ...(['s3:delimiter', 's3:max-keys', 's3:prefix', 's3:tlsversion'] as const),
  ...(['kms:calleraccount', 'kms:viaservice', 'cloudwatch:namespace'] as const),
  ...(['redshift-data:statement-owner-iam-userid', 'secretsmanager:versionstage'] as const),
] as const;

export type ConditionKey = (typeof CONDITION_KEYS)[number];

/** The condition key with this name in a policy, in any case; undefined for one that is not evaluated. */
export const toConditionKey = (name: string): ConditionKey | undefined =>
  CONDITION_KEYS.find((key) => key === name.toLowerCase());

/**
 * The condition keys of a request with their values. A key without an entry is not in the request, which the operators
 * `Null` and `…IfExists` can tell from an empty value.
 */
export type RequestContext = { readonly [Key in ConditionKey]?: string | readonly string[] };

/** One permission that a call needs. */
export interface Access {
  /** Such as sqs:SendMessage. */
  readonly action: string;
  /** An ARN; `*` for an action that addresses no resource. */
  readonly resource: string;
  /** @default - no condition keys besides those of every request */
  readonly context?: RequestContext;
  /** The error code of a denial, where it differs from the service's own. @default - the service's own */
  readonly errorCode?: string;
}

/** Lists the permissions of calls that each need one action on one resource. */
export const each = (action: string, resources: readonly string[]): readonly Access[] =>
  resources.map((resource) => ({ action, resource }));

/** The resource whose policy and key apply: the bucket of an object, the table of an index, the function of a qualified ARN. */
export const policyHolder = (resource: string): string => {
  if (resource.startsWith('arn:aws:s3:::')) return resource.split('/', 1)[0] ?? resource;
  if (/^arn:aws:(dynamodb|kinesis):/.test(resource)) return resource.split('/', 2).join('/');
  if (resource.startsWith('arn:aws:lambda:')) return resource.split(':').slice(0, 7).join(':');
  return resource;
};
