import { ServiceError } from '../../core/service';

/** The stages that Secrets Manager itself uses. */
export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
/** The stage of the version that a rotation creates. */
export const PENDING = 'AWSPENDING';

/** A value as on the wire; SecretBinary is Base64. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

/** A version; it has no value until the rotation has created one. Times are epoch ms. */
export interface SecretVersion {
  readonly id: string;
  readonly createdAt: number;
  value?: SecretValue | undefined;
  stages: readonly string[];
}

/** The rotation of a secret. */
export interface Rotation {
  readonly lambdaArn: string;
  /** The interval of the schedule; undefined when the secret is only rotated on request. */
  readonly intervalMs?: number | undefined;
  /** The declared rules, for DescribeSecret and to detect a change. */
  readonly rules: Readonly<Record<string, unknown>>;
  readonly since: number;
  /** Whether the first rotation is due, regardless of the interval. */
  readonly isDue: boolean;
  /** Whether the rotation function is still to be tested, because no rotation followed its declaration. */
  readonly isUntested: boolean;
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
/** Secrets Manager deletes the oldest versions without a stage when there are more than 100 versions. */
const MAX_VERSIONS = 100;

/** The version that has a stage. */
export const versionInStage = (secret: Secret, stage: string): SecretVersion | undefined =>
  secret.versions.find(({ stages }) => stages.includes(stage));

/** Moves a stage to a version. When the current stage moves, the version that had it becomes the previous one. */
export const moveStage = (secret: Secret, stage: string, to: SecretVersion): void => {
  const from = versionInStage(secret, stage);
  if (from === to) return;
  if (from) from.stages = from.stages.filter((name) => name !== stage);
  to.stages = [...to.stages, stage];
  if (from && stage === CURRENT) moveStage(secret, PREVIOUS, from);
};

/** Adds a version, or sets the value of a pending one. A repeated token with the same value changes nothing. */
export const putValue = (
  secret: Secret,
  id: string,
  value: SecretValue,
  stages: readonly string[],
  now: number,
): SecretVersion => {
  checkValue(value);
  let version = secret.versions.find((candidate) => candidate.id === id);
  const isDifferent =
    version?.value?.SecretString !== value.SecretString || version?.value?.SecretBinary !== value.SecretBinary;
  if (version?.value && isDifferent) {
    throw new ServiceError('ResourceExistsException', `A version with the token ${id} and a different value exists.`);
  }
  if (!version) {
    version = { id, createdAt: now, stages: [] };
    secret.versions.push(version);
  }
  version.value = value;
  for (const stage of versionInStage(secret, CURRENT) ? stages : [...stages, CURRENT])
    moveStage(secret, stage, version);
  secret.changedAt = now;
  deleteOldVersions(secret);
  return version;
};

const checkValue = ({ SecretString, SecretBinary }: SecretValue): void => {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new ServiceError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  if (Buffer.byteLength(SecretString ?? Buffer.from(SecretBinary ?? '', 'base64')) > MAX_VALUE_BYTES) {
    throw new ServiceError(
      'InvalidParameterException',
      `The value of a secret may have at most ${MAX_VALUE_BYTES} bytes.`,
    );
  }
};

const deleteOldVersions = (secret: Secret): void => {
  const surplus = secret.versions.length - MAX_VERSIONS;
  if (surplus <= 0) return;
  const old = new Set(secret.versions.filter(({ stages }) => stages.length === 0).slice(0, surplus));
  secret.versions = secret.versions.filter((version) => !old.has(version));
};

/** Moves or removes a stage for UpdateSecretVersionStage, which requires the id of the version that has it. */
export const updateStage = (
  secret: Secret,
  stage: string,
  toId: string | undefined,
  fromId: string | undefined,
): void => {
  const holder = versionInStage(secret, stage);
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
