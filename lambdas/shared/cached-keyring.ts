import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Keyring, parseKeyring } from '../../domain/pseudonyms/keyring';

/** A rotated key is in use everywhere after this; until then some pseudonyms are still made with the one before. */
const KEEP_MS = 5 * 60_000;

/**
 * The keyring of a secret, read once and then every five minutes. While the secret can't be read again, the keyring
 * that is already here serves on: pseudonyms under the older key are worth more than refused events.
 */
export const cachedKeyring = (
  client: SecretsManagerClient,
  secretArn: string,
  now: () => number = Date.now,
): (() => Promise<Keyring>) => {
  let cached: { readonly keyring: Promise<Keyring>; readonly until: number } | undefined;
  const read = async (): Promise<Keyring> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    return parseKeyring(SecretString ?? '');
  };
  return () => {
    if (cached && now() < cached.until) return cached.keyring;
    const before = cached?.keyring;
    const keyring = before ? read().catch(() => before) : read();
    cached = { keyring, until: now() + KEEP_MS };
    keyring.catch(() => (cached = undefined));
    return keyring;
  };
};
