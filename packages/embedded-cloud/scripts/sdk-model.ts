import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as athena from '@aws-sdk/client-athena';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as firehose from '@aws-sdk/client-firehose';
import * as glue from '@aws-sdk/client-glue';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import * as redshiftData from '@aws-sdk/client-redshift-data';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as serviceQuotas from '@aws-sdk/client-service-quotas';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import { ApiModel, type Shape } from '../src/core/protocols/api-model';
import { Fields } from '../src/core/fields';

/**
 * The client of the JavaScript SDK for each service whose API is answered, by the name of its folder. SNS has no client
 * here, but a model of botocore.
 */
export const SDK_CLIENTS = {
  athena,
  cloudformation,
  cloudwatch,
  dynamodb,
  ec2,
  firehose,
  glue,
  kinesis,
  lambda,
  logs,
  'redshift-data': redshiftData,
  s3,
  scheduler,
  'secrets-manager': secretsManager,
  'service-quotas': serviceQuotas,
  sns: undefined,
  sqs,
  sts,
} as const;

/** The folder of a service whose API is answered. */
export type AnsweredApi = keyof typeof SDK_CLIENTS;

export const ANSWERED_APIS = Object.keys(SDK_CLIENTS) as AnsweredApi[];

/** An operation in the model of an SDK. */
export interface SdkOperation {
  readonly name: string;
  readonly input: NormalizedSchema;
  /** The method and the path of a REST operation. */
  readonly http: readonly [method: string, uri: string] | undefined;
}

type RawSchema = Parameters<typeof NormalizedSchema.of>[0];

/** The operations in the model of a service, sorted by name. */
export const sdkOperations = (folder: AnsweredApi): readonly SdkOperation[] => {
  const client = SDK_CLIENTS[folder];
  const operations = client ? Object.values(client).filter(isOperation).map(toOperation) : botocoreOperations(folder);
  return operations.sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** The members of a structure. */
export const membersOf = (schema: NormalizedSchema): readonly (readonly [name: string, schema: NormalizedSchema])[] =>
  schema.isStructSchema() ? [...schema.structIterator()] : [];

/** The type of the items of a list, which a selection treats like one item. */
export const itemOf = (schema: NormalizedSchema): NormalizedSchema =>
  schema.isListSchema() ? itemOf(schema.getValueSchema()) : schema;

/** The type of a member of a structure, or of every entry of a map. */
export const memberOf = (schema: NormalizedSchema, name: string): NormalizedSchema | undefined =>
  schema.isMapSchema() ? schema.getValueSchema() : membersOf(schema).find(([memberName]) => memberName === name)?.[1];

/** The names of the members that a structure must have: in a schema, they come first. */
export const requiredIn = (structure: NormalizedSchema): ReadonlySet<string> => {
  const schema: unknown = structure.getSchema();
  const count = Array.isArray(schema) ? Number(schema[6] ?? 0) : 0;
  return new Set(
    membersOf(structure)
      .slice(0, count)
      .map(([name]) => name),
  );
};

/** The number of the schema of an operation: `[9, namespace, name, traits, input, output]`. */
const OPERATION = 9;

type OperationSchema = readonly [9, string, string, { readonly http?: [string, string, number] } | 0, RawSchema];

const isOperation = (value: unknown): value is OperationSchema => Array.isArray(value) && value[0] === OPERATION;

const toOperation = ([, , name, traits, input]: OperationSchema): SdkOperation => {
  const http = traits === 0 ? undefined : traits.http;
  return { name, input: NormalizedSchema.of(input), http: http && [http[0], http[1]] };
};

const botocoreOperations = (folder: string): SdkOperation[] => {
  const file = join(__dirname, '../src/services', folder, 'api-model.json');
  const fields = Fields.parse(readFileSync(file, 'utf8'));
  const model = new ApiModel(fields);
  return Object.keys(fields.object('operations')?.all ?? {}).map((name) => ({
    name,
    input: NormalizedSchema.of(toSchema(model.inputOf(name), name)),
    http: undefined,
  }));
};

const SCALARS = { string: 0, number: 1, boolean: 2, timestamp: 4, blob: 21 } as const;

/** A shape in the form of the SDK's schemas; no member is required. */
const toSchema = (shape: Shape, name: string): RawSchema => {
  switch (shape.kind) {
    case 'structure': {
      const members = shape.members();
      const types = members.map((member) => () => toSchema(member.shape, `${name}.${member.name}`));
      return [3, '', name, 0, members.map((member) => member.name), types, 0] as RawSchema;
    }
    case 'list':
      return [1, '', name, 0, toSchema(shape.item(), `${name}[]`)] as RawSchema;
    case 'map':
      return [2, '', name, 0, 0, toSchema(shape.item(), `${name}{}`)] as RawSchema;
    default:
      return SCALARS[shape.kind];
  }
};
