import { createHash } from 'node:crypto';
import { type DeclaredResource, type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** What every event source mapping has. */
export interface MappingSettings {
  readonly uuid: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsItemFailures: boolean;
  /** As the template has it, for listings. */
  readonly declared: JsonObject;
}

/** A mapping that reads a Kinesis stream. */
export interface KinesisMapping extends MappingSettings {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Epoch ms; records that arrived before are passed over. */
  readonly startsAt: number;
  readonly parallelization: number;
  readonly bisects: boolean;
  /** Infinity: until the record expires. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** The ARN that discarded batches go to. */
  readonly onFailure: string | undefined;
}

/** A mapping that reads an SQS queue. */
export interface SqsMapping extends MappingSettings {
  /** How many batches may be in flight at once. */
  readonly concurrency: number;
}

/** Reads what both kinds of AWS::Lambda::EventSourceMapping share. */
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

/** Reads a mapping of a stream; refuses what can't be run here as AWS would run it. */
export const toKinesisMapping = (
  resource: DeclaredResource,
  toFunctionArn: (name: string) => string,
): KinesisMapping => {
  const fields = new Fields(resource.properties);
  if (fields.has('FilterCriteria'))
    throw refused(resource, 'FilterCriteria: a record that packs events has no one event to match');
  if ((fields.optionalNumber('TumblingWindowInSeconds') ?? 0) > 0) throw refused(resource, 'TumblingWindowInSeconds');
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
    maxRetries: unlessInfinite(fields.optionalNumber('MaximumRetryAttempts')),
    maxAgeMs: unlessInfinite(fields.optionalNumber('MaximumRecordAgeInSeconds')) * 1000,
    onFailure: fields.object('DestinationConfig')?.object('OnFailure')?.optionalString('Destination'),
  };
};

/** Reads a mapping of a queue. `defaultConcurrency` holds where the template bounds none. */
export const toSqsMapping = (
  resource: DeclaredResource,
  toFunctionArn: (name: string) => string,
  defaultConcurrency: number,
): SqsMapping => {
  const fields = new Fields(resource.properties);
  if (fields.has('FilterCriteria')) throw refused(resource, 'FilterCriteria');
  const pollers = fields.object('ProvisionedPollerConfig')?.optionalNumber('MaximumPollers');
  const declared = fields.object('ScalingConfig')?.optionalNumber('MaximumConcurrency') ?? pollers ?? Infinity;
  return { ...toMapping(resource, toFunctionArn, 10), concurrency: Math.min(declared, defaultConcurrency) };
};

const unlessInfinite = (declared = -1): number => (declared < 0 ? Infinity : declared);

const refused = (resource: DeclaredResource, what: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', `${resource.logicalId}: the embedded cloud does not run ${what}.`);

/** The same one after a restart, since checkpoints are kept under it. */
const toUuid = (seed: string): string =>
  createHash('sha256')
    .update(seed)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
