import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const cloudwatchParameters: Parameters = {
  DescribeAlarmHistory: 'AlarmName AlarmTypes HistoryItemType StartDate EndDate MaxRecords NextToken ScanBy',
  DescribeAlarms: 'AlarmNames AlarmNamePrefix AlarmTypes StateValue MaxRecords NextToken',
  GetDashboard: 'DashboardName',
  GetMetricData: 'MetricDataQueries StartTime EndTime NextToken ScanBy',
  GetMetricStatistics: 'Namespace MetricName StartTime EndTime Period Dimensions Statistics ExtendedStatistics Unit',
  ListDashboards: 'DashboardNamePrefix NextToken',
  ListMetrics: 'Namespace MetricName Dimensions NextToken RecentlyActive=PT3H IncludeLinkedAccounts=false',
  PutMetricData: 'Namespace MetricData StrictEntityValidation',
  SetAlarmState: 'AlarmName StateValue StateReason',
};
