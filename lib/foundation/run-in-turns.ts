import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { Handler } from './handler';
import { ScheduledRun } from './scheduled-run';

/** The timeout of a function that runs in turns: a run lasts up to 125 s, and its last round may be slow. */
export const TURN_TIMEOUT = Duration.seconds(150);

const EVERY = Duration.minutes(1);

/** Keeps a function running: a run starts in each minute, and lasts until the next one takes over. That one is also the retry. */
export class RunInTurns extends ScheduledRun {
  constructor(scope: Construct, id: string, handler: Handler<Readonly<Record<string, string>>>) {
    super(scope, id, { handler, schedule: ScheduleExpression.rate(EVERY), retryAttempts: 0, maxEventAge: EVERY });
    handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVERY });
  }
}
