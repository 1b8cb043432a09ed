import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const ec2Inputs = declareInputs({
  reads: {
    DescribeAvailabilityZones: 'AllAvailabilityZones=false DryRun=false',
  },
});
