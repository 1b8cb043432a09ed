import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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
 * fires as soon as its metric is above the threshold for one period, and missing data does not count as breaching.
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
        }),
    );
  }
}
