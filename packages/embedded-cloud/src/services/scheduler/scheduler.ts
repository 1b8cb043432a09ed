import { createHash, randomUUID } from 'node:crypto';
import type { Faults } from '../../core/faults';
import { type Backoff, waitBefore } from '../../core/backoff';
import type { AsyncInvoker, QueueWriter } from '../../core/ports';
import {
  type DeclaredResource,
  type HttpCall,
  type HttpResponse,
  type JsonObject,
  type Permissions,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { REST_REFUSALS } from '../../core/inputs';
import { restRequestsIn } from '../../core/rest-api';
import type { AccessControl, RoleSession } from '../../core/iam';
import { invokeFunction, sendMessage } from '../../core/role-accesses';
import { schedulerInputs } from './inputs';
import { schedulerProperties } from './properties';
import { schedulerPermissions } from './permissions';
import { type Schedule, toSchedule } from './schedule';

/** The longest delay that setTimeout supports. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A schedule fires anywhere in the minute after its due time. Source: "60 second precision" in
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
 */
const PRECISION_MS = 60_000;

/** EventBridge Scheduler with Lambda functions as targets. */
export class Scheduler implements Service {
  readonly name = 'scheduler';
  readonly inputs = schedulerInputs;
  readonly properties = schedulerProperties;
  readonly refusals = REST_REFUSALS;
  readonly openRequest = restRequestsIn(__dirname);
  readonly provisions = {
    'AWS::Scheduler::Schedule': (resource: DeclaredResource) => this.provisionSchedule(resource),
    'AWS::Scheduler::ScheduleGroup': (resource: DeclaredResource) => this.provisionGroup(resource),
  };
  readonly permissions: Permissions;
  readonly denial = { code: 'AccessDeniedException', status: 403 };
  private readonly schedules = new Map<string, Schedule>();
  private readonly timers = new Map<Schedule, NodeJS.Timeout>();
  private readonly stopping = new AbortController();
  private readonly startedAt = Date.now();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
    private readonly invoker: AsyncInvoker,
    private readonly deadLetters: QueueWriter,
    private readonly access: AccessControl,
    private readonly backoff: Backoff = { firstMs: 1_000, maxMs: 60_000 },
  ) {
    this.permissions = schedulerPermissions(surroundings);
  }

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ Message: message }),
  });

  start(): void {
    for (const schedule of this.schedules.values()) {
      if (!schedule.enabled) continue;
      const now = Date.now();
      if (schedule.timetable.firesAtStart) void this.deliver(schedule, now);
      this.scheduleNext(schedule, now);
    }
  }

  stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    return Promise.resolve();
  }

  /** Fires a schedule at once, in addition to its timetable; throws when no schedule has this name. */
  async fire(name: string): Promise<void> {
    const schedule = [...this.schedules.values()].find((one) => one.name === name);
    if (!schedule) throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    await this.deliver(schedule, Date.now());
  }

  handle({ operation, input }: HttpCall): Promise<HttpResponse> {
    const fields = new Fields(input);
    const answer = operation === 'GetSchedule' ? this.getSchedule(fields) : this.listSchedules(fields);
    return Promise.resolve(json(answer));
  }

  /** Sets a timer for the first due time after `after`; the timer fires the schedule and sets the next timer. */
  private scheduleNext(schedule: Schedule, after: number): void {
    const due = schedule.timetable.next(after);
    if (due === undefined) return;
    const waitMs = due + lateness(schedule, due) - Date.now();
    const wake = () => {
      if (waitMs > MAX_TIMEOUT_MS) {
        this.scheduleNext(schedule, after);
        return;
      }
      void this.deliver(schedule, due);
      this.scheduleNext(schedule, due);
    };
    this.timers.set(schedule, setTimeout(wake, Math.min(Math.max(0, waitMs), MAX_TIMEOUT_MS)));
  }

  /** Passes the event to Lambda. The retry policy covers only this step, not the invocation of the function. */
  private async deliver(schedule: Schedule, dueAt: number): Promise<void> {
    const executionId = randomUUID();
    const failAfter = Date.now() + schedule.maxAgeMs;
    for (let attempt = 1; ; attempt += 1) {
      const input = fillIn(schedule, { dueAt, attempt, executionId });
      const problem = this.tryInvoke(schedule, input);
      if (problem === undefined) return;
      const { name, functionArn, maxRetries } = schedule;
      this.invoker.note(
        functionArn,
        `Attempt ${attempt} of the schedule ${name} to invoke the function failed: ${problem}`,
      );
      if (attempt > maxRetries || Date.now() > failAfter) return this.sendToDeadLetters(schedule, input);
      if (!(await waitBefore(attempt, this.backoff, this.stopping.signal))) return;
    }
  }

  /** Passes the event to Lambda once; returns the problem when Lambda rejects it. */
  private tryInvoke(schedule: Schedule, input: string): string | undefined {
    if (this.faults.strikes(this.name, 'fail') || this.faults.strikes(this.name, 'throttle')) return 'injected fault';
    try {
      this.assume(schedule)?.check(invokeFunction(schedule.functionArn));
      this.invoker.invokeLater(schedule.functionArn, input);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private async sendToDeadLetters(schedule: Schedule, input: string): Promise<void> {
    const { name, functionArn, deadLetterArn } = schedule;
    if (deadLetterArn === undefined) return;
    try {
      this.assume(schedule)?.check(sendMessage(deadLetterArn));
      await this.deadLetters.send(deadLetterArn, input);
    } catch (error) {
      this.invoker.note(functionArn, `The schedule ${name} cannot send to ${deadLetterArn}: ${String(error)}`);
    }
  }

  /** The session of the schedule's role; throws AccessDenied when the role does not trust Scheduler. */
  private assume({ roleArn, name, groupName }: Schedule): RoleSession | undefined {
    const { region, accountId } = this.surroundings;
    return this.access.assume(roleArn, {
      service: 'scheduler.amazonaws.com',
      // The group, not the schedule: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      sourceArn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${groupName}`,
      sessionName: name,
    });
  }

  private provisionSchedule(resource: DeclaredResource): ProvisionedResource {
    const schedule = toSchedule(resource, this.surroundings);
    this.schedules.set(schedule.arn, schedule);
    return { ref: schedule.name, attributes: { Arn: schedule.arn } };
  }

  private provisionGroup(resource: DeclaredResource): ProvisionedResource {
    const { region, accountId } = this.surroundings;
    const name = new Fields(resource.properties).optionalString('Name') ?? resource.generatedName(64);
    return { ref: name, attributes: { Arn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}` } };
  }

  private listSchedules(input: Fields): JsonObject {
    const group = input.optionalString('GroupName');
    const listed = [...this.schedules.values()].filter(({ groupName }) => group === undefined || groupName === group);
    const Schedules = listed.map((schedule) => ({
      ...this.toSummary(schedule),
      Target: { Arn: schedule.functionArn },
    }));
    return { Schedules };
  }

  private getSchedule(input: Fields): JsonObject {
    const [name, group] = [input.string('Name'), input.optionalString('GroupName') ?? 'default'];
    const found = [...this.schedules.values()].find(
      (schedule) => schedule.name === name && schedule.groupName === group,
    );
    if (!found) throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return {
      ...this.toSummary(found),
      ScheduleExpression: found.expression,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: found.declaredTarget,
    };
  }

  private toSummary({ arn, name, groupName, enabled }: Schedule): JsonObject {
    const created = this.startedAt / 1000;
    const State = enabled ? 'ENABLED' : 'DISABLED';
    return { Arn: arn, Name: name, GroupName: groupName, State, CreationDate: created, LastModificationDate: created };
  }
}

/** How long after its due time a schedule fires, ms: spread evenly, and the same for the same schedule and due time. */
const lateness = ({ arn }: Schedule, due: number): number =>
  Math.floor((createHash('sha256').update(`${arn} ${due}`).digest().readUInt32BE() / 2 ** 32) * PRECISION_MS);

/**
 * Replaces the placeholders for context attributes. Source:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const fillIn = (
  { input, arn }: Schedule,
  { dueAt, attempt, executionId }: { readonly dueAt: number; readonly attempt: number; readonly executionId: string },
): string =>
  input
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', `${new Date(dueAt).toISOString().slice(0, 19)}Z`)
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));

const json = (body: JsonObject): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
