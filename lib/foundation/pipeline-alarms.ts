import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmRecipient, OperationalAlarm, type OperationalAlarmProps } from './operational-alarm';

/** An alarm on the pipeline itself: what differs from the defaults of {@link PipelineAlarms}. */
export type PipelineAlarmProps = Pick<
  OperationalAlarmProps,
  'metric' | 'threshold' | 'meaning' | 'impact' | 'runbook'
> &
  Partial<Pick<OperationalAlarmProps, 'comparisonOperator' | 'evaluationPeriods' | 'treatMissingData'>>;

/**
 * The alarms on whether a subsystem itself works, by the last part of their names. Each notifies people. By default one
 * fires as soon as its metric is above the threshold for one period, and missing data does not count as breaching. Its
 * description states the time to fire.
 */
export class PipelineAlarms extends Construct {
  readonly all: readonly OperationalAlarm[];

  constructor(
    scope: Construct,
    id: string,
    recipient: AlarmRecipient,
    alarms: Readonly<Record<string, PipelineAlarmProps>>,
  ) {
    super(scope, id);
    this.all = Object.entries(alarms).map(
      ([name, props]) =>
        new OperationalAlarm(this, name, {
          name,
          recipient,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 1,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          ...props,
          meaning: `${props.meaning} Fires within ${minutesToFire(props)} minutes.`,
        }),
    );
  }
}

/** How long after the end of a period AWS may publish its data, and the next evaluation begins. */
const DELAY = Duration.minutes(1);

/**
 * The longest time from the first bad value to the alarm, whole minutes. The condition may begin after the start of a
 * period, which then does not breach.
 */
export const minutesToFire = ({ metric, evaluationPeriods = 1 }: PipelineAlarmProps): number =>
  Math.ceil((periodOf(metric).toSeconds() * (evaluationPeriods + 1) + DELAY.toSeconds()) / 60);

const periodOf = (metric: IMetric): Duration => {
  if (metric instanceof Metric || metric instanceof MathExpression) return metric.period;
  throw new Error('An alarm needs a Metric or a MathExpression: other metrics do not state their period.');
};
