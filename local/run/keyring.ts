import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Keyring, parseKeyring } from '../../domain/pseudonyms/keyring';
import type { Cloud } from '../cloud';
import { clientSettings } from './clients';

/** Reads the pseudonym keyring, anew at each call: a rotation must be seen at once. */
export const keyringOf = (cloud: Cloud): (() => Promise<Keyring>) => {
  const secrets = new SecretsManagerClient(clientSettings(cloud.surroundings));
  const SecretId = cloud.deployment.running.find(({ type }) => type === 'AWS::SecretsManager::Secret')?.ref;
  return async () => {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return parseKeyring(SecretString);
  };
};
