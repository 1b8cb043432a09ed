import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretVersions } from './rotate';

/** The versions of a secret. */
export const secretVersions = (client: SecretsManagerClient, SecretId: string): SecretVersions => ({
  read: async (VersionStage, VersionId) => {
    try {
      const query = new GetSecretValueCommand({ SecretId, VersionStage, ...(VersionId && { VersionId }) });
      return (await client.send(query)).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  writePending: async (ClientRequestToken, SecretString) => {
    const VersionStages = ['AWSPENDING'];
    await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages }));
  },
  newKey: async () => {
    const answer = await client.send(new GetRandomPasswordCommand({ PasswordLength: 64, ExcludePunctuation: true }));
    return answer.RandomPassword ?? '';
  },
  promote: async (versionId) => {
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
    const current = Object.entries(VersionIdsToStages ?? {}).find(([, stages]) => stages.includes('AWSCURRENT'))?.[0];
    if (current === versionId) return;
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: versionId,
        ...(current !== undefined && { RemoveFromVersionId: current }),
      }),
    );
  },
});
