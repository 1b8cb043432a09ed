import { randomUUID } from 'node:crypto';
import type { Invoker } from '../../core/ports';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { CURRENT, moveStage, PENDING, type Rotation, type Secret, type SecretVersion, versionInStage } from './secret';
import type { SecretStore } from './secret-store';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const CHECK_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Rotates secrets with their rotation functions, on request and on schedule. */
export class Rotator {
  private readonly running = new Map<string, Promise<void>>();
  /** The time of the next attempt after a failed scheduled rotation, by ARN; epoch ms. */
  private readonly retryAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** `report` receives the problems of scheduled rotations, which have no caller. */
  constructor(
    private readonly store: SecretStore,
    private readonly invoker: Invoker,
    /** Throws AccessDenied unless Secrets Manager may invoke the function for the secret. */
    private readonly authorize: (secretArn: string, functionArn: string) => void,
    private readonly now: () => number,
    private readonly report: (problem: string) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.rotateDue(), CHECK_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled(this.running.values());
  }

  /** Runs the four steps; throws when one of them fails, and the current version stays current. */
  rotate(secret: Secret, token: string = randomUUID()): Promise<void> {
    return this.alone(secret, () => this.runSteps(secret, token));
  }

  /**
   * Tests the rotation function as AWS does when a rotation is set up but not run: by the step testSecret, on a pending
   * version without a value that is removed afterwards. Throws when the step fails. Source: RotateImmediately in the API
   * reference of RotateSecret.
   */
  test(secret: Secret): Promise<void> {
    return this.alone(secret, () => this.runTest(secret));
  }

  private async alone(secret: Secret, run: () => Promise<void>): Promise<void> {
    if (this.running.has(secret.arn)) {
      throw new ServiceError('InvalidRequestException', 'A previous rotation of this secret is not complete.');
    }
    const running = run().finally(() => this.running.delete(secret.arn));
    this.running.set(secret.arn, running);
    await running;
  }

  private async runTest(secret: Secret): Promise<void> {
    if (secret.rotation) secret.rotation = { ...secret.rotation, isUntested: false };
    const id = randomUUID();
    const pending: SecretVersion = { id, createdAt: this.now(), stages: [] };
    secret.versions.push(pending);
    moveStage(secret, PENDING, pending);
    this.store.save();
    try {
      await this.runStep(secret, 'testSecret', id);
    } finally {
      secret.versions = secret.versions.filter((version) => version !== pending);
      this.store.save();
    }
  }

  private async runStep(secret: Secret, Step: (typeof STEPS)[number], token: string): Promise<void> {
    const { rotation } = secret;
    if (!rotation) throw new ServiceError('InvalidRequestException', 'No rotation function is set for this secret.');
    const event = { Step, SecretId: secret.arn, ClientRequestToken: token };
    this.authorize(secret.arn, rotation.lambdaArn);
    const outcome = await this.invoker.invoke(rotation.lambdaArn, event);
    if (!outcome.ok) throw failed(secret, `${Step}: ${outcome.errorType}: ${outcome.errorMessage}`);
  }

  private async runSteps(secret: Secret, token: string): Promise<void> {
    if (!secret.rotation) {
      throw new ServiceError('InvalidRequestException', 'No rotation function is set for this secret.');
    }
    if (versionInStage(secret, CURRENT)?.id === token) return; // this request was completed before
    let pending = secret.versions.find(({ id }) => id === token);
    if (!pending) secret.versions.push((pending = { id: token, createdAt: this.now(), stages: [] }));
    moveStage(secret, PENDING, pending);
    this.store.save();
    for (const step of STEPS) await this.runStep(secret, step, token);
    if (versionInStage(secret, CURRENT)?.id !== token) throw failed(secret, `finishSecret did not move ${CURRENT}.`);
    secret.lastRotatedAt = this.now();
    secret.rotation = { ...secret.rotation, isDue: false, isUntested: false };
    this.store.save();
  }

  private rotateDue(): void {
    const now = this.now();
    for (const secret of this.store.all()) {
      const isWaiting = this.running.has(secret.arn) || now < (this.retryAt.get(secret.arn) ?? 0);
      const isDue = now >= (nextRotationAt(secret) ?? Infinity);
      if (isWaiting || !(isDue || secret.rotation?.isUntested)) continue;
      (isDue ? this.rotate(secret) : this.test(secret)).catch((error: unknown) => {
        this.retryAt.set(secret.arn, this.now() + HOUR_MS);
        this.report(error instanceof Error ? error.message : String(error));
      });
    }
  }
}

/** The time of the next rotation of a secret, epoch ms; undefined when it has no schedule. */
export const nextRotationAt = ({ rotation, lastRotatedAt }: Secret): number | undefined => {
  if (rotation?.isDue) return rotation.since;
  if (rotation?.intervalMs === undefined) return undefined;
  return Math.max(lastRotatedAt ?? 0, rotation.since) + rotation.intervalMs;
};

/** The rotation that RotateSecret or a RotationSchedule declares; throws when the schedule is not supported. */
export const declareRotation = (
  lambdaArn: string,
  rules: Fields | undefined,
  since: number,
  isDue: boolean,
): Rotation => ({
  lambdaArn,
  rules: rules?.all ?? {},
  intervalMs: rules && toIntervalMs(rules),
  since,
  isDue,
  isUntested: !isDue,
});

const toIntervalMs = (rules: Fields): number | undefined => {
  const days = rules.optionalNumber('AutomaticallyAfterDays');
  if (days !== undefined) return days * DAY_MS;
  const expression = rules.optionalString('ScheduleExpression');
  if (expression === undefined) return undefined;
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression) ?? [];
  if (count !== undefined) return Number(count) * (unit === 'hour' ? HOUR_MS : DAY_MS);
  throw new ServiceError(
    'InvalidParameterException',
    `The embedded Secrets Manager does not support the schedule "${expression}".`,
  );
};

const failed = ({ name }: Secret, reason: string): ServiceError =>
  new ServiceError('InvalidRequestException', `The rotation of ${name} failed: ${reason}`);
