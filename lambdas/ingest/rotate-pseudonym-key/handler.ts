import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { clientSettings } from 'aws-clients';
import { createLogger } from '../../foundation/logger';
import { rotate, type RotationEvent, type SecretVersions } from './rotate';

// Cold start. The secret to rotate comes with the event, so there is no environment to read.
const logger = createLogger('rotate-pseudonym-key');
const client = new SecretsManagerClient(clientSettings(3));

/** Called by Secrets Manager, once for each step of a rotation. */
export const handler = async (event: RotationEvent): Promise<void> => {
  await rotate(event, versionsOf(event.SecretId));
  logger.info('rotation step done', { step: event.Step });
};

const versionsOf = (SecretId: string): SecretVersions => ({
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
