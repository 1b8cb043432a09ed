import type { Permissions } from '../../core/service';

/** What calls of EC2 need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2Permissions: Permissions = {
  DescribeAvailabilityZones: () => [{ action: 'ec2:DescribeAvailabilityZones', resource: '*' }],
};
