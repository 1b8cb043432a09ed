import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const ec2Parameters: Parameters = {
  DescribeAvailabilityZones: 'AllAvailabilityZones=false DryRun=false',
};
