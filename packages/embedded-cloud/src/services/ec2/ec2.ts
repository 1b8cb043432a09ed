import { apiModelIn } from '../../core/protocols/api-model';
import type { JsonObject, Operation, Service, Surroundings } from '../../core/service';
import { ec2Permissions } from './permissions';
import { ec2Inputs } from './inputs';

/** The zones of us-east-1 that AWS offers to new accounts, by the last part of their ids; names follow in order. */
const ZONES = ['az1', 'az2', 'az4', 'az5', 'az6'];

/** EC2 with DescribeAvailabilityZones only. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  readonly throttlingCode = 'RequestLimitExceeded';
  readonly model = apiModelIn(__dirname);
  readonly provisions = {};
  readonly inputs = ec2Inputs;
  readonly permissions = ec2Permissions;
  readonly denial = { code: 'UnauthorizedOperation', status: 403 };
  readonly operations: Readonly<Record<string, Operation>> = {
    DescribeAvailabilityZones: () => ({ AvailabilityZones: ZONES.map((id, index) => this.zone(id, index)) }),
  };

  constructor(private readonly surroundings: Surroundings) {}

  private zone(id: string, index: number): JsonObject {
    const { region } = this.surroundings;
    return {
      ZoneName: `${region}${'abcdef'.charAt(index)}`,
      State: 'available',
      RegionName: region,
      ZoneId: `${prefixOf(region)}-${id}`,
      ZoneType: 'availability-zone',
    };
  }
}

/** The prefix of a region's zone ids: us-east-1 → use1. */
const prefixOf = (region: string): string => {
  const [area = '', direction = '', number = ''] = region.split('-');
  return `${area}${direction.charAt(0)}${number}`;
};
