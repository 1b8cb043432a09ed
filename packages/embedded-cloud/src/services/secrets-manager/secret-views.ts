import { type JsonObject, ServiceError } from '../../core/service';
import { nextRotationAt } from './rotator';
import { CURRENT, type Secret, type SecretVersion } from './secret';

/** The answer of GetSecretValue: the version with this id and stage; by default, the current one. */
export const valueView = (secret: Secret, id: string | undefined, stage: string | undefined): JsonObject => {
  const requiredStage = stage ?? (id === undefined ? CURRENT : undefined);
  const version = secret.versions.find(
    (candidate) =>
      (id === undefined || candidate.id === id) &&
      (requiredStage === undefined || candidate.stages.includes(requiredStage)),
  );
  if (!version?.value) {
    const what = id === undefined ? `staging label: ${String(requiredStage)}` : `VersionId: ${id}`;
    throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the secret value for ${what}`);
  }
  return { ...versionView(secret, version), ...version.value, CreatedDate: toSeconds(version.createdAt) };
};

/** The answer of a call that created or changed a version. */
export const versionView = ({ arn, name }: Secret, { id, stages }: SecretVersion): JsonObject => ({
  ARN: arn,
  Name: name,
  VersionId: id,
  VersionStages: stages,
});

/** The answer of DescribeSecret. */
export const describeView = (secret: Secret): JsonObject => ({
  ...summary(secret),
  VersionIdsToStages: stagesById(secret),
});

/** A secret in the answer of ListSecrets. */
export const listView = (secret: Secret): JsonObject => ({
  ...summary(secret),
  SecretVersionsToStages: stagesById(secret),
});

const summary = (secret: Secret): JsonObject => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  CreatedDate: toSeconds(secret.createdAt),
  LastChangedDate: toSeconds(secret.changedAt),
  LastRotatedDate: toSeconds(secret.lastRotatedAt),
  NextRotationDate: toSeconds(nextRotationAt(secret)),
  RotationEnabled: secret.rotation !== undefined,
  RotationLambdaARN: secret.rotation?.lambdaArn,
  RotationRules: secret.rotation?.rules,
});

const stagesById = ({ versions }: Secret): JsonObject =>
  Object.fromEntries(versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]));

const toSeconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1_000);
