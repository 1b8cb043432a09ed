import { type JsonObject, ServiceError } from '../../core/service';
import { nextRotationAt } from './rotator';
import { CURRENT, type Secret, type SecretVersion } from './secret';

/** GetSecretValue's answer: the version of that id and stage, the current one when neither is given. */
export const valueView = (secret: Secret, id: string | undefined, stage: string | undefined): JsonObject => {
  const wanted = stage ?? (id === undefined ? CURRENT : undefined);
  const version = secret.versions.find(
    (candidate) =>
      (id === undefined || candidate.id === id) && (wanted === undefined || candidate.stages.includes(wanted)),
  );
  if (!version?.value) {
    const what = id === undefined ? `staging label: ${String(wanted)}` : `VersionId: ${id}`;
    throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the secret value for ${what}`);
  }
  return { ...versionView(secret, version), ...version.value, CreatedDate: toSeconds(version.createdAt) };
};

/** What a call that made or changed a version answers. */
export const versionView = ({ arn, name }: Secret, { id, stages }: SecretVersion): JsonObject => ({
  ARN: arn,
  Name: name,
  VersionId: id,
  VersionStages: stages,
});

/** DescribeSecret's answer. */
export const describeView = (secret: Secret): JsonObject => ({
  ...summary(secret),
  VersionIdsToStages: stagesById(secret),
});

/** A secret as ListSecrets gives it. */
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
