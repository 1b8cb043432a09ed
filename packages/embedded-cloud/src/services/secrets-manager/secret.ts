import { ServiceError } from '../../core/service';

/** The stages that Secrets Manager itself gives a meaning to. */
export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
/** The version that a rotation is making. */
export const PENDING = 'AWSPENDING';

/** As on the wire; SecretBinary is Base64. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

/** One version; without a value while a rotation has yet to make it. Times are epoch ms. */
export interface SecretVersion {
  readonly id: string;
  readonly createdAt: number;
  value?: SecretValue | undefined;
  stages: readonly string[];
}

/** How a secret is rotated. */
export interface Rotation {
  readonly lambdaArn: string;
  /** From the schedule; undefined when it is only rotated on request. */
  readonly intervalMs?: number | undefined;
  /** As declared, for DescribeSecret and to see a change. */
  readonly rules: Readonly<Record<string, unknown>>;
  readonly since: number;
  /** A first rotation is due, whatever the interval. */
  readonly isDue: boolean;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  description?: string | undefined;
  changedAt: number;
  lastRotatedAt?: number | undefined;
  rotation?: Rotation | undefined;
  versions: SecretVersion[];
}

const MAX_VALUE_BYTES = 65_536;
/** Secrets Manager deletes versions without a stage when there are more than these. */
const MAX_VERSIONS = 100;

/** The version that bears a stage. */
export const staged = (secret: Secret, stage: string): SecretVersion | undefined =>
  secret.versions.find(({ stages }) => stages.includes(stage));

/** Gives a stage to a version and takes it from the one that had it; a version that was current becomes the previous one. */
export const moveStage = (secret: Secret, stage: string, to: SecretVersion): void => {
  const from = staged(secret, stage);
  if (from === to) return;
  if (from) from.stages = from.stages.filter((name) => name !== stage);
  to.stages = [...to.stages, stage];
  if (from && stage === CURRENT) moveStage(secret, PREVIOUS, from);
};

/** Adds a version, or fills the one that a rotation left to be filled. The same token with the same value changes nothing. */
export const putValue = (
  secret: Secret,
  id: string,
  value: SecretValue,
  stages: readonly string[],
  now: number,
): SecretVersion => {
  checkValue(value);
  let version = secret.versions.find((candidate) => candidate.id === id);
  const isOther =
    version?.value?.SecretString !== value.SecretString || version?.value?.SecretBinary !== value.SecretBinary;
  if (version?.value && isOther) {
    throw new ServiceError(
      'ResourceExistsException',
      `A version with the token ${id} exists, and its value is another.`,
    );
  }
  if (!version) {
    version = { id, createdAt: now, stages: [] };
    secret.versions.push(version);
  }
  version.value = value;
  for (const stage of staged(secret, CURRENT) ? stages : [...stages, CURRENT]) moveStage(secret, stage, version);
  secret.changedAt = now;
  forgetOld(secret);
  return version;
};

const checkValue = ({ SecretString, SecretBinary }: SecretValue): void => {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new ServiceError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  if (Buffer.byteLength(SecretString ?? Buffer.from(SecretBinary ?? '', 'base64')) > MAX_VALUE_BYTES) {
    throw new ServiceError('InvalidParameterException', `A secret's value has at most ${MAX_VALUE_BYTES} bytes.`);
  }
};

const forgetOld = (secret: Secret): void => {
  const surplus = secret.versions.length - MAX_VERSIONS;
  if (surplus <= 0) return;
  const old = new Set(secret.versions.filter(({ stages }) => stages.length === 0).slice(0, surplus));
  secret.versions = secret.versions.filter((version) => !old.has(version));
};

/** Moves a stage as UpdateSecretVersionStage asks: who has it must be named. */
export const updateStage = (
  secret: Secret,
  stage: string,
  toId: string | undefined,
  fromId: string | undefined,
): void => {
  const holder = staged(secret, stage);
  const target = secret.versions.find(({ id }) => id === toId);
  if (toId !== undefined && !target) {
    throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the version ${toId}.`);
  }
  if (holder && holder !== target && holder.id !== fromId) {
    throw new ServiceError(
      'InvalidParameterException',
      `Staging label ${stage} is attached to version ${holder.id}: reference it in RemoveFromVersionId.`,
    );
  }
  if (!target && stage === CURRENT) {
    throw new ServiceError('InvalidParameterException', `You can only move staging label ${CURRENT}, not remove it.`);
  }
  if (target) moveStage(secret, stage, target);
  else if (holder) holder.stages = holder.stages.filter((name) => name !== stage);
};
