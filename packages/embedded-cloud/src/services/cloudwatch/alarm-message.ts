import type { Surroundings } from '../../core/service';
import type { AlarmProps } from './alarm';
import type { AlarmTransition } from './views';

const TRIGGER_FIELDS = [
  ...['MetricName', 'Namespace', 'Dimensions', 'Statistic', 'ExtendedStatistic', 'Metrics', 'Period', 'AlarmRule'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'ComparisonOperator', 'Threshold', 'TreatMissingData'],
];

/** The notification of a state change: the subject, and the JSON message with the fields of CloudWatch. */
export const toAlarmMessage = (
  { name, arn, description, declared }: AlarmProps,
  { from, to, at, reason }: AlarmTransition,
  { accountId, region }: Surroundings,
): { readonly subject: string; readonly message: string } => ({
  subject: `${to}: "${name}" in ${region}`,
  message: JSON.stringify({
    AlarmName: name,
    AlarmDescription: description,
    AWSAccountId: accountId,
    Region: region,
    NewStateValue: to,
    NewStateReason: reason,
    OldStateValue: from,
    StateChangeTime: new Date(at).toISOString(),
    AlarmArn: arn,
    Trigger: Object.fromEntries(TRIGGER_FIELDS.filter((key) => key in declared).map((key) => [key, declared[key]])),
  }),
});
