import { declareInputs } from '../../core/inputs';

const ALARM = 'AlarmName AlarmDescription ActionsEnabled AlarmActions OKActions InsufficientDataActions';

/** The properties of resources that are honored. */
export const cloudWatchProperties = declareInputs({
  reads: {
    'AWS::CloudWatch::Alarm': `${ALARM} Namespace MetricName Dimensions{Name Value} Statistic ExtendedStatistic Period
      ComparisonOperator Threshold EvaluationPeriods DatapointsToAlarm TreatMissingData
      Metrics{Id Expression Label ReturnData Period MetricStat{Metric{Namespace MetricName Dimensions{Name Value}} Period Stat}}`,
    'AWS::CloudWatch::CompositeAlarm': `${ALARM} AlarmRule`,
    'AWS::CloudWatch::Dashboard': 'DashboardName DashboardBody',
  },
  withoutEffect: {
    'No operation that runs reads tags.': {
      'AWS::CloudWatch::Alarm': 'Tags',
      'AWS::CloudWatch::CompositeAlarm': 'Tags',
      'AWS::CloudWatch::Dashboard': 'Tags',
    },
  },
});
