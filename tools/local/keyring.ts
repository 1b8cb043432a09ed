import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Cloud } from 'embedded-cloud';
import { cachedKeyring } from '../../lambdas/ingest';
import type { Keyring } from '../../domain/ingest';
import { embeddedSettings } from './clients';

/**
 * How long the keyring is cached. It is short, because a reader needs a rotated key soon after the first collector uses
 * it.
 */
const KEEP_MS = 5_000;

/** The ARN of the secret with the cloud's pseudonym keyring; throws if the templates declare none. */
export const keyringSecretOf = ({ deployment }: Cloud): string => {
  const secrets = deployment.running.filter(({ type }) => type === 'AWS::SecretsManager::Secret');
  const found = secrets.find(({ ref }) => ref.includes('PseudonymKey'));
  if (!found) throw new Error('The templates declare no secret PseudonymKey.');
  return found.ref;
};

/** Reads the cloud's pseudonym keyring. */
export const keyringOf = (cloud: Cloud): (() => Promise<Keyring>) =>
  cachedKeyring(new SecretsManagerClient(embeddedSettings(cloud.surroundings)), keyringSecretOf(cloud), {
    keepMs: KEEP_MS,
  });
