import { createHash } from 'node:crypto';
import { type DeclaredResource, type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** The settings that every event source mapping has. */
export interface MappingSettings {
  readonly uuid: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsItemFailures: boolean;
  /** The properties in the template, for listings. */
  readonly declared: JsonObject;
}

/** A mapping that reads a Kinesis stream. */
export interface KinesisMapping extends MappingSettings {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Epoch ms; records that arrived earlier are skipped. */
  readonly startsAt: number;
  readonly parallelization: number;
  readonly bisects: boolean;
  /** Infinity means until the record expires. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** The ARN of the destination for discarded batches. */
  readonly onFailure: string | undefined;
}

/** A mapping that reads an SQS queue. */
export interface SqsMapping extends MappingSettings {
  /** The maximum number of batches in flight. */
  readonly concurrency: number;
}

/** Reads the properties that both kinds of AWS::Lambda::EventSourceMapping have. */
const toMapping = (resource: DeclaredResource, toFunctionArn: (name: string) => string, batchSize: number) => {
  const fields = new Fields(resource.properties);
  return {
    uuid: toUuid(`${resource.stack}/${resource.logicalId}`),
    functionArn: toFunctionArn(fields.string('FunctionName')),
    sourceArn: fields.string('EventSourceArn'),
    enabled: fields.boolean('Enabled', true),
    batchSize: fields.optionalNumber('BatchSize') ?? batchSize,
    windowMs: (fields.optionalNumber('MaximumBatchingWindowInSeconds') ?? 0) * 1000,
    reportsItemFailures: fields.strings('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    declared: resource.properties,
  };
};

/** Reads a mapping of a stream; throws for properties that the embedded cloud does not support. */
export const toKinesisMapping = (
  resource: DeclaredResource,
  toFunctionArn: (name: string) => string,
): KinesisMapping => {
  const fields = new Fields(resource.properties);
  if (fields.has('FilterCriteria'))
    throw unsupported(resource, 'FilterCriteria: a filter cannot match the events inside a packed record');
  if ((fields.optionalNumber('TumblingWindowInSeconds') ?? 0) > 0)
    throw unsupported(resource, 'TumblingWindowInSeconds');
  const startingPosition = fields.optionalString('StartingPosition');
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST' && startingPosition !== 'AT_TIMESTAMP') {
    throw new ServiceError('InvalidParameterValueException', `${resource.logicalId} needs a StartingPosition.`);
  }
  return {
    ...toMapping(resource, toFunctionArn, 100),
    startingPosition,
    startsAt: (fields.optionalNumber('StartingPositionTimestamp') ?? 0) * 1000,
    parallelization: fields.optionalNumber('ParallelizationFactor') ?? 1,
    bisects: fields.boolean('BisectBatchOnFunctionError'),
    maxRetries: orInfinity(fields.optionalNumber('MaximumRetryAttempts')),
    maxAgeMs: orInfinity(fields.optionalNumber('MaximumRecordAgeInSeconds')) * 1000,
    onFailure: fields.object('DestinationConfig')?.object('OnFailure')?.optionalString('Destination'),
  };
};

/** Reads a mapping of a queue. `maxConcurrency` limits its concurrency, also when the template has no limit. */
export const toSqsMapping = (
  resource: DeclaredResource,
  toFunctionArn: (name: string) => string,
  maxConcurrency: number,
): SqsMapping => {
  const fields = new Fields(resource.properties);
  if (fields.has('FilterCriteria')) throw unsupported(resource, 'FilterCriteria');
  const pollers = fields.object('ProvisionedPollerConfig')?.optionalNumber('MaximumPollers');
  const declared = fields.object('ScalingConfig')?.optionalNumber('MaximumConcurrency') ?? pollers ?? Infinity;
  return { ...toMapping(resource, toFunctionArn, 10), concurrency: Math.min(declared, maxConcurrency) };
};

const orInfinity = (declared = -1): number => (declared < 0 ? Infinity : declared);

const unsupported = (resource: DeclaredResource, property: string): ServiceError =>
  new ServiceError(
    'InvalidParameterValueException',
    `${resource.logicalId}: the embedded cloud does not support ${property}.`,
  );

/** A UUID that is the same after a restart, because it names the file of the checkpoints. */
const toUuid = (seed: string): string =>
  createHash('sha256')
    .update(seed)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
