import { parseKeyring, rotateKeyring } from '../../../domain/ingest/pseudonyms/keyring';

/** The versions of the secret that a rotation reads and writes. */
export interface SecretVersions {
  /** The value under a stage, optionally of one version; undefined if there is none. */
  readonly read: (stage: 'AWSCURRENT' | 'AWSPENDING', versionId?: string) => Promise<string | undefined>;
  readonly writePending: (versionId: string, value: string) => Promise<void>;
  readonly newKey: () => Promise<string>;
  /** Makes the pending version the current one. */
  readonly promote: (versionId: string) => Promise<void>;
}

/** The event that Secrets Manager sends for each step. */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/**
 * Runs one step of a rotation. A step that is repeated changes nothing.
 *
 * When the schedule is deployed, Secrets Manager tests the function with the step `testSecret` alone, on a pending
 * version without a value, and removes that version itself. There is then nothing to test but the current version.
 * Source: RotateImmediately in the API reference of RotateSecret.
 */
export const rotate = async ({ Step, ClientRequestToken }: RotationEvent, versions: SecretVersions): Promise<void> => {
  switch (Step) {
    case 'createSecret': {
      if ((await versions.read('AWSPENDING', ClientRequestToken)) !== undefined) return;
      const current = parseKeyring((await versions.read('AWSCURRENT')) ?? '');
      await versions.writePending(ClientRequestToken, rotateKeyring(current, await versions.newKey()));
      return;
    }
    case 'setSecret':
      return; // no other system needs the new key: collectors read the secret themselves
    case 'testSecret': {
      const pending = await versions.read('AWSPENDING', ClientRequestToken);
      parseKeyring(pending ?? (await versions.read('AWSCURRENT')) ?? '');
      return;
    }
    case 'finishSecret':
      await versions.promote(ClientRequestToken);
  }
};
