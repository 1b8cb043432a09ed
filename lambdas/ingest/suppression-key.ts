import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The key of suppression digests in a secret. It never changes, so it is read once; a failed read is repeated. */
export const suppressionKey = (client: SecretsManagerClient, SecretId: string): (() => Promise<string>) => {
  let key: Promise<string> | undefined;
  return () => {
    key ??= readKey(client, SecretId).catch((error: unknown) => {
      key = undefined;
      throw error;
    });
    return key;
  };
};

const readKey = async (client: SecretsManagerClient, SecretId: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
  if (!SecretString) throw new Error('The suppression secret is empty.');
  return SecretString;
};
