import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const schedulerProperties = declareInputs({
  reads: {
    'AWS::Scheduler::Schedule': `Name GroupName ScheduleExpression ScheduleExpressionTimezone State
      Target{Arn RoleArn Input DeadLetterConfig{Arn} RetryPolicy{MaximumEventAgeInSeconds MaximumRetryAttempts}}
      FlexibleTimeWindow{Mode=OFF}`,
    'AWS::Scheduler::ScheduleGroup': 'Name',
  },
  withoutEffect: {
    'Only describes the schedule.': { 'AWS::Scheduler::Schedule': 'Description' },
    'Nothing is encrypted.': { 'AWS::Scheduler::Schedule': 'KmsKeyArn' },
    'No operation that runs reads tags.': { 'AWS::Scheduler::ScheduleGroup': 'Tags' },
  },
});
