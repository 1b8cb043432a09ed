import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const cloudformationParameters: Parameters = {
  DescribeStackResources: 'StackName LogicalResourceId PhysicalResourceId',
  DescribeStacks: 'StackName',
  ListStackResources: 'StackName',
  ListStacks: 'StackStatusFilter',
};
