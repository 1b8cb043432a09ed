import { Alarm, type AlarmProps, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { requireRunbookSection } from './runbook';
import { nameIn, SubsystemStack } from './subsystem-stack';

/** Notifies people about an alarm: the topic of lib/alerts. */
export interface AlarmRecipient {
  readonly action: IAlarmAction;
}

/** What the person on call needs to know about an alarm. */
interface Explanation {
  /** The last part of the alarm's name. */
  readonly name: string;
  /** What has happened if the alarm fires, in one sentence. */
  readonly meaning: string;
  /** Who is affected, and how, in one sentence. */
  readonly impact: string;
  /** The anchor of the alarm's section in the subsystem's runbook.md. */
  readonly runbook: string;
  /**
   * Who is notified when the alarm fires and when it recovers.
   * @default - no one, because a function tells people
   */
  readonly recipient?: AlarmRecipient;
}

/** The description that CloudWatch shows and sends in notifications. */
const describe = (scope: Construct, { meaning, impact, runbook }: Explanation): string => {
  requireRunbookSection(SubsystemStack.of(scope).subsystem, runbook);
  return `${meaning} Impact: ${impact} Runbook: docs/runbook.md#${runbook}`;
};

const notify = (alarm: Alarm, recipient: AlarmRecipient | undefined): void => {
  if (recipient === undefined) return;
  alarm.addAlarmAction(recipient.action);
  alarm.addOkAction(recipient.action);
};

/** Properties of an {@link OperationalAlarm}. */
export interface OperationalAlarmProps
  extends Omit<AlarmProps, 'alarmName' | 'alarmDescription' | 'actionsEnabled'>, Explanation {}

/** The only way to create an alarm: it requires the meaning, the impact and the runbook section. */
export class OperationalAlarm extends Alarm {
  /** The last part of its name. */
  readonly shortName: string;
  /** Whether it notifies people itself. */
  readonly notifies: boolean;

  constructor(scope: Construct, id: string, props: OperationalAlarmProps) {
    const { name, meaning, impact, runbook, recipient, ...alarm } = props;
    const alarmDescription = describe(scope, { name, meaning, impact, runbook });
    super(scope, id, { ...alarm, alarmName: nameIn(scope, name), alarmDescription });
    this.shortName = name;
    this.notifies = recipient !== undefined;
    notify(this, recipient);
  }
}
