import { Alarm, type AlarmProps, CompositeAlarm, type CompositeAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { RunbookSection } from './runbook';

/** What whoever is woken must know. */
interface Explanation {
  /** What it means that this alarm fires, in a sentence. */
  readonly meaning: string;
  /** Who is hurt, and how, in a sentence. */
  readonly impact: string;
  /** The section of docs/runbook.md that says what to look at and what to do. */
  readonly runbook: RunbookSection;
}

const describe = ({ meaning, impact, runbook }: Explanation): string =>
  `${meaning} Impact: ${impact} Runbook: docs/runbook.md#${runbook}`;

/** Properties of an {@link OperationalAlarm}. */
export interface OperationalAlarmProps extends Omit<AlarmProps, 'alarmDescription' | 'actionsEnabled'>, Explanation {
  readonly alarmName: string;
}

/** The one way to make an alarm: not without saying what it means, who is hurt and where to read on. */
export class OperationalAlarm extends Alarm {
  constructor(scope: Construct, id: string, { meaning, impact, runbook, ...props }: OperationalAlarmProps) {
    super(scope, id, { ...props, alarmDescription: describe({ meaning, impact, runbook }) });
  }
}

/** Properties of an {@link OperationalComposite}. */
export interface OperationalCompositeProps
  extends Omit<CompositeAlarmProps, 'alarmDescription' | 'actionsEnabled'>, Explanation {
  readonly compositeAlarmName: string;
}

/** The same for an alarm made of alarms. */
export class OperationalComposite extends CompositeAlarm {
  constructor(scope: Construct, id: string, { meaning, impact, runbook, ...props }: OperationalCompositeProps) {
    super(scope, id, { ...props, alarmDescription: describe({ meaning, impact, runbook }) });
  }
}
