import type { Access } from '../../core/iam';

/** What DescribeAvailabilityZones needs. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2Permissions = (): readonly Access[] => [{ action: 'ec2:DescribeAvailabilityZones', resource: '*' }];
