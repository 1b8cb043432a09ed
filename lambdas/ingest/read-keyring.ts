import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Keyring, parseKeyring } from '../../domain/ingest/pseudonyms/keyring';

/** The keyring as its secret holds it now. */
export const readKeyring = async (client: SecretsManagerClient, SecretId: string | undefined): Promise<Keyring> => {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  return parseKeyring(SecretString);
};

/** How long a keyring that was read is good for. */
export interface KeyringCache {
  /** A rotated key is in use everywhere after this; until then some pseudonyms are still made with the one before. @default 5 minutes */
  readonly keepMs?: number;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

/**
 * The keyring of a secret, read once and then every few minutes. While the secret can't be read again, the keyring
 * that is already here serves on: pseudonyms under the older key are worth more than refused events.
 */
export const cachedKeyring = (
  client: SecretsManagerClient,
  secretId: string | undefined,
  { keepMs = 5 * 60_000, now = Date.now }: KeyringCache = {},
): (() => Promise<Keyring>) => {
  let cached: { readonly keyring: Promise<Keyring>; readonly until: number } | undefined;
  return () => {
    if (cached && now() < cached.until) return cached.keyring;
    const before = cached?.keyring;
    const read = readKeyring(client, secretId);
    const keyring = before ? read.catch(() => before) : read;
    cached = { keyring, until: now() + keepMs };
    keyring.catch(() => (cached = undefined));
    return keyring;
  };
};
