import { randomUUID } from 'node:crypto';
import type { Invoker } from '../../core/ports';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { CURRENT, moveStage, PENDING, type Rotation, type Secret, staged } from './secret';
import type { SecretStore } from './secret-store';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const CHECK_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Rotates secrets through their functions, on request and on schedule. */
export class Rotator {
  private readonly running = new Map<string, Promise<void>>();
  /** By ARN: not before then, after a scheduled rotation failed. Epoch ms. */
  private readonly notBefore = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** `report` is told what went wrong with a scheduled rotation, which has no caller to tell. */
  constructor(
    private readonly store: SecretStore,
    private readonly invoker: Invoker,
    private readonly now: () => number,
    private readonly report: (problem: string) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.rotateWhatIsDue(), CHECK_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.allSettled(this.running.values());
  }

  /** Runs the four steps; when one fails, throws, and the version that was current remains so. */
  async rotate(secret: Secret, token: string = randomUUID()): Promise<void> {
    if (this.running.has(secret.arn)) {
      throw new ServiceError('InvalidRequestException', 'A previous rotation of this secret is not complete.');
    }
    const run = this.runSteps(secret, token).finally(() => this.running.delete(secret.arn));
    this.running.set(secret.arn, run);
    await run;
  }

  private async runSteps(secret: Secret, token: string): Promise<void> {
    const { rotation } = secret;
    if (!rotation) throw new ServiceError('InvalidRequestException', 'No rotation function is set for this secret.');
    if (staged(secret, CURRENT)?.id === token) return; // this very request was carried out before
    let pending = secret.versions.find(({ id }) => id === token);
    if (!pending) secret.versions.push((pending = { id: token, createdAt: this.now(), stages: [] }));
    moveStage(secret, PENDING, pending);
    this.store.save();
    for (const Step of STEPS) {
      const event = { Step, SecretId: secret.arn, ClientRequestToken: token };
      const outcome = await this.invoker.invoke(rotation.lambdaArn, event);
      if (!outcome.ok) throw failed(secret, `${Step}: ${outcome.errorType}: ${outcome.errorMessage}`);
    }
    if (staged(secret, CURRENT)?.id !== token) throw failed(secret, `finishSecret left ${CURRENT} where it was.`);
    secret.lastRotatedAt = this.now();
    if (secret.rotation) secret.rotation = { ...secret.rotation, isDue: false };
    this.store.save();
  }

  private rotateWhatIsDue(): void {
    const now = this.now();
    for (const secret of this.store.all()) {
      const isHeldBack = this.running.has(secret.arn) || now < (this.notBefore.get(secret.arn) ?? 0);
      if (isHeldBack || now < (nextRotationAt(secret) ?? Infinity)) continue;
      this.rotate(secret).catch((error: unknown) => {
        this.notBefore.set(secret.arn, this.now() + HOUR_MS);
        this.report(error instanceof Error ? error.message : String(error));
      });
    }
  }
}

/** When a secret is due to be rotated, epoch ms; undefined when it has no schedule. */
export const nextRotationAt = ({ rotation, lastRotatedAt }: Secret): number | undefined => {
  if (rotation?.isDue) return rotation.since;
  if (rotation?.intervalMs === undefined) return undefined;
  return Math.max(lastRotatedAt ?? 0, rotation.since) + rotation.intervalMs;
};

/** Rotation as RotateSecret or a RotationSchedule gives it; throws for a schedule that is not run here. */
export const toRotation = (lambdaArn: string, rules: Fields | undefined, since: number, isDue: boolean): Rotation => ({
  lambdaArn,
  rules: rules?.all ?? {},
  intervalMs: rules && toIntervalMs(rules),
  since,
  isDue,
});

const toIntervalMs = (rules: Fields): number | undefined => {
  const days = rules.optionalNumber('AutomaticallyAfterDays');
  if (days !== undefined) return days * DAY_MS;
  const expression = rules.optionalString('ScheduleExpression');
  if (expression === undefined) return undefined;
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(expression) ?? [];
  if (count !== undefined) return Number(count) * (unit === 'hour' ? HOUR_MS : DAY_MS);
  throw new ServiceError('InvalidParameterException', `The embedded Secrets Manager runs no schedule "${expression}".`);
};

const failed = ({ name }: Secret, reason: string): ServiceError =>
  new ServiceError('InvalidRequestException', `The rotation of ${name} failed at ${reason}`);
