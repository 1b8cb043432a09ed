import type { StageTemplates } from '../cost/stage-templates';
import { failure, type Finding } from './finding';

/** A zone of the region: DescribeAvailabilityZones. */
export interface Zone {
  readonly id: string;
  readonly isAvailable: boolean;
}

/**
 * AWS's list of zone ids that Redshift Serverless supports is a page without an API:
 * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html
 */
const SUPPORTED = 'https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html';

/** Findings about the zones that the stage names for the warehouse. */
export const zoneFindings = (stage: StageTemplates, region: string, zones: readonly Zone[]): readonly Finding[] => {
  const named = [...new Set(stage.all('AWS::EC2::Subnet').map((subnet) => subnet.text('AvailabilityZoneId')))];
  const usable = zones.filter(({ isAvailable }) => isAvailable).map(({ id }) => id);
  const unusable = named.filter((id) => id !== '' && !usable.includes(id));
  if (unusable.length === 0) return [];
  return [
    failure(
      `The stage names the zones ${unusable.join(', ')}, which ${region} does not offer to this account.`,
      `Set warehouse.zoneIds to three of ${usable.sort().join(', ')} that Redshift Serverless supports (${SUPPORTED}).`,
    ),
  ];
};
