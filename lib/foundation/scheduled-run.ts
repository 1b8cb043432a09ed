import { type Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledge, logicalIdOf } from './acknowledge';
import type { Handler } from './handler';

/** Properties of a {@link ScheduledRun}. */
export interface ScheduledRunProps {
  readonly handler: Handler<Readonly<Record<string, string>>>;
  readonly schedule: ScheduleExpression;
  /** How often the Scheduler retries an invocation that Lambda did not accept. 0 if the next run is the retry. */
  readonly retryAttempts: number;
  readonly maxEventAge: Duration;
}

/** Invokes a function on a schedule, with a role that may invoke this function only. */
export class ScheduledRun extends Construct {
  constructor(scope: Construct, id: string, { handler, schedule, retryAttempts, maxEventAge }: ScheduledRunProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: `Allows the Scheduler to invoke ${handler.step}.`,
    });
    const finding = `IAM5[Resource::<${logicalIdOf(handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    new Schedule(this, 'Schedule', {
      schedule,
      description: `Starts a run of ${handler.step}.`,
      target: new LambdaInvoke(handler, { role, retryAttempts, maxEventAge }),
    });
  }
}
