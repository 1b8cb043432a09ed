import { parseKeyring, rotateKeyring } from '../../../domain/ingest/pseudonyms/keyring';

/** What rotation asks of Secrets Manager. */
export interface SecretVersions {
  /** The value under a stage; of one version of it where a version is named. Undefined when there is none. */
  readonly read: (stage: 'AWSCURRENT' | 'AWSPENDING', versionId?: string) => Promise<string | undefined>;
  readonly writePending: (versionId: string, value: string) => Promise<void>;
  readonly newKey: () => Promise<string>;
  /** Makes the pending version the current one. */
  readonly promote: (versionId: string) => Promise<void>;
}

/** The event that Secrets Manager sends, step by step. */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** One step of a rotation. Each may be repeated: what is done already is left as it is. */
export const rotate = async ({ Step, ClientRequestToken }: RotationEvent, versions: SecretVersions): Promise<void> => {
  switch (Step) {
    case 'createSecret': {
      if ((await versions.read('AWSPENDING', ClientRequestToken)) !== undefined) return;
      const current = parseKeyring((await versions.read('AWSCURRENT')) ?? '');
      await versions.writePending(ClientRequestToken, rotateKeyring(current, await versions.newKey()));
      return;
    }
    case 'setSecret':
      return; // there is no other system to tell: collectors read the secret themselves
    case 'testSecret':
      parseKeyring((await versions.read('AWSPENDING', ClientRequestToken)) ?? '');
      return;
    case 'finishSecret':
      await versions.promote(ClientRequestToken);
  }
};
