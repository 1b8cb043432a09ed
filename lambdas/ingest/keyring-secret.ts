import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Keyring, parseKeyring } from '../../domain/ingest/pseudonyms/keyring';

/** The current keyring in a secret. */
export const readKeyring = async (client: SecretsManagerClient, SecretId: string | undefined): Promise<Keyring> => {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  return parseKeyring(SecretString);
};

/** How long a keyring is reused. */
export interface KeyringCache {
  /**
   * A rotated key is used everywhere after this, ms; until then some pseudonyms are still made with its predecessor.
   * @default 5 minutes
   */
  readonly keepMs?: number;
  /** Epoch ms. @default Date.now */
  readonly now?: () => number;
}

/**
 * The keyring in a secret, read once and then every few minutes. If a later read fails, the cached keyring remains in use:
 * pseudonyms under the older key are better than refused events.
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
