import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from 'aws-clients';
import { createLogger } from '../../foundation/logger';
import { rotate, type RotationEvent } from './rotate';
import { secretVersions } from './secret-versions';

// Cold start: the client. The event names the secret, so there is no environment to read.
const logger = createLogger('rotate-pseudonym-key');
const client = new SecretsManagerClient(clientSettings(3));

/** Called by Secrets Manager once for each step of a rotation. */
export const handler = async (event: RotationEvent): Promise<void> => {
  // Per step: create, test or promote the new version of the secret.
  await rotate(event, secretVersions(client, event.SecretId));
  logger.info('Finished a step of the rotation', { step: event.Step });
};
