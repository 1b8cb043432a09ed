import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const cloudFormationInputs = declareInputs({
  reads: {
    DescribeStackResources: 'StackName LogicalResourceId',
    DescribeStacks: 'StackName',
    ListStackResources: 'StackName',
    ListStacks: 'StackStatusFilter',
  },
});
