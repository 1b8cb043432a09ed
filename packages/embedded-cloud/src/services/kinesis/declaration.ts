import { type DeclaredResource, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import type { StreamDeclaration } from './stream-state';

/** AWS creates an on-demand stream with this many shards. */
const ON_DEMAND_SHARDS = 4;

/** Reads the declaration from an AWS::Kinesis::Stream resource. */
export const toDeclaration = (resource: DeclaredResource, surroundings: Surroundings): StreamDeclaration => {
  const properties = new Fields(resource.properties);
  const name = properties.optionalString('Name') ?? resource.generatedName(128);
  if (!/^[\w.-]{1,128}$/.test(name))
    throw new ServiceError('ValidationException', `"${name}" is not a valid stream name.`);
  const shardCount = properties.optionalNumber('ShardCount');
  const declaredMode = properties.object('StreamModeDetails')?.optionalString('StreamMode');
  const mode = declaredMode === 'ON_DEMAND' ? 'ON_DEMAND' : 'PROVISIONED';
  return {
    name,
    arn: `arn:aws:kinesis:${surroundings.region}:${surroundings.accountId}:stream/${name}`,
    mode,
    shardCount: mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : (shardCount ?? 1),
    retentionHours: properties.optionalNumber('RetentionPeriodHours') ?? 24,
    encrypted: properties.has('StreamEncryption'),
  };
};

/** The name of the stream in its ARN; a name is returned as it is. */
export const streamNameIn = (streamArn: string): string => streamArn.slice(streamArn.lastIndexOf('/') + 1);
