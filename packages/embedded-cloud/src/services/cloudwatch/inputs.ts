import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const cloudWatchInputs = declareInputs({
  reads: {
    DescribeAlarmHistory: 'AlarmName AlarmTypes HistoryItemType StartDate EndDate MaxRecords NextToken ScanBy',
    DescribeAlarms: 'AlarmNames AlarmNamePrefix AlarmTypes StateValue MaxRecords NextToken',
    GetDashboard: 'DashboardName',
    GetMetricData: `
      StartTime EndTime ScanBy
      MetricDataQueries{
        Id Expression Label ReturnData Period
        MetricStat{Metric{Namespace MetricName Dimensions{Name Value}} Period Stat}
      }`,
    GetMetricStatistics:
      'Namespace MetricName Dimensions{Name Value} StartTime EndTime Period Statistics ExtendedStatistics',
    ListDashboards: 'DashboardNamePrefix',
    ListMetrics: 'Namespace MetricName Dimensions{Name Value} NextToken IncludeLinkedAccounts=false',
    PutMetricData: `
      Namespace
      MetricData{
        MetricName Dimensions{Name Value} Timestamp Value Values Counts Unit StorageResolution
        StatisticValues{SampleCount Sum Minimum Maximum}
      }`,
    SetAlarmState: 'AlarmName StateValue StateReason',
  },
  withoutEffect: {
    'Every metric that is kept had data in the last three hours.': { ListMetrics: 'RecentlyActive=PT3H' },
    'No entities are accepted, so there are none to validate.': { PutMetricData: 'StrictEntityValidation' },
    'Labels contain no times.': { GetMetricData: 'LabelOptions{Timezone}' },
  },
});
