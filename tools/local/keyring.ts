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

/** Reads the cloud's pseudonym keyring. */
export const keyringOf = (cloud: Cloud): (() => Promise<Keyring>) =>
  cachedKeyring(
    new SecretsManagerClient(embeddedSettings(cloud.surroundings)),
    cloud.deployment.running.find(({ type }) => type === 'AWS::SecretsManager::Secret')?.ref,
    { keepMs: KEEP_MS },
  );
