import { type DeclaredResource, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import type { StreamDeclaration } from './stream-state';

/** What an on-demand stream starts with on AWS. */
const ON_DEMAND_SHARDS = 4;

/** Reads an AWS::Kinesis::Stream. */
export const toDeclaration = (resource: DeclaredResource, surroundings: Surroundings): StreamDeclaration => {
  const properties = new Fields(resource.properties);
  const name = properties.optionalString('Name') ?? resource.generatedName(128);
  if (!/^[\w.-]{1,128}$/.test(name)) throw new ServiceError('ValidationException', `"${name}" can't name a stream.`);
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
