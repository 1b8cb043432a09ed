import { type DeclaredResource, type JsonObject, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import { type Timetable, toTimetable } from './expression';

/** The declaration of a schedule. */
export interface Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly expression: string;
  readonly timetable: Timetable;
  readonly enabled: boolean;
  readonly functionArn: string;
  /** The role with which the target is invoked. */
  readonly roleArn: string | undefined;
  /** The event, with placeholders for context attributes such as <aws.scheduler.scheduled-time>. */
  readonly input: string;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly deadLetterArn: string | undefined;
  readonly declaredTarget: JsonObject;
}

const UTC = ['UTC', 'Etc/UTC', 'GMT'];

/** Reads an AWS::Scheduler::Schedule; throws when it is not supported. */
export const toSchedule = (resource: DeclaredResource, { region, accountId }: Surroundings): Schedule => {
  const fields = new Fields(resource.properties);
  const name = fields.optionalString('Name') ?? resource.generatedName(64);
  const groupName = fields.optionalString('GroupName') ?? 'default';
  const target = fields.object('Target') ?? new Fields({});
  const functionArn = target.string('Arn');
  if (!/^arn:aws:lambda:[\w-]+:\d+:function:/.test(functionArn)) throw unsupported(name, `the target ${functionArn}`);
  const retries = target.object('RetryPolicy');
  const timing = toTiming(fields, name);
  return {
    name,
    groupName,
    arn: `arn:aws:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`,
    ...timing,
    functionArn,
    roleArn: target.optionalString('RoleArn'),
    input: target.optionalString('Input') ?? '{}',
    maxRetries: retries?.optionalNumber('MaximumRetryAttempts') ?? 185,
    maxAgeMs: (retries?.optionalNumber('MaximumEventAgeInSeconds') ?? 86_400) * 1000,
    deadLetterArn: target.object('DeadLetterConfig')?.optionalString('Arn'),
    declaredTarget: target.all,
  };
};

const toTiming = (fields: Fields, name: string): Pick<Schedule, 'expression' | 'timetable' | 'enabled'> => {
  const expression = fields.string('ScheduleExpression');
  const timezone = fields.optionalString('ScheduleExpressionTimezone') ?? 'UTC';
  const timetable = toTimetable(expression);
  if (!timetable) throw unsupported(name, `the expression ${expression}`);
  if (!UTC.includes(timezone)) throw unsupported(name, `the time zone ${timezone}`);
  if (fields.has('StartDate') || fields.has('EndDate')) throw unsupported(name, 'StartDate and EndDate');
  return { expression, timetable, enabled: fields.optionalString('State') !== 'DISABLED' };
};

const unsupported = (name: string, feature: string): ServiceError =>
  new ServiceError('ValidationException', `${name}: the embedded cloud does not support ${feature}.`);
