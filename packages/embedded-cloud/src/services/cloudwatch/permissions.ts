import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/** What calls of CloudWatch need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudWatchPermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => {
  const onEverything =
    (action: string): OperationPermissions =>
    () => [{ action: `cloudwatch:${action}`, resource: '*' }];
  const onAlarm =
    (action: string): OperationPermissions =>
    (input) => {
      const name = new Fields(input).optionalString('AlarmName') ?? '*';
      return [{ action: `cloudwatch:${action}`, resource: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}` }];
    };
  return {
    PutMetricData: (input) => [
      {
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': new Fields(input).string('Namespace') },
      },
    ],
    GetMetricData: onEverything('GetMetricData'),
    GetMetricStatistics: onEverything('GetMetricStatistics'),
    ListMetrics: onEverything('ListMetrics'),
    ListDashboards: onEverything('ListDashboards'),
    DescribeAlarms: () => [
      { action: 'cloudwatch:DescribeAlarms', resource: `arn:aws:cloudwatch:${region}:${accountId}:alarm:*` },
    ],
    DescribeAlarmHistory: onAlarm('DescribeAlarmHistory'),
    SetAlarmState: onAlarm('SetAlarmState'),
    GetDashboard: (input) => {
      const name = new Fields(input).string('DashboardName');
      return [{ action: 'cloudwatch:GetDashboard', resource: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` }];
    },
  };
};
