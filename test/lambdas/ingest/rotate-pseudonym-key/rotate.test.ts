import { parseKeyring, rotateKeyring } from '../../../../domain/ingest/pseudonyms/keyring';
import {
  rotate,
  type RotationEvent,
  type SecretVersions,
} from '../../../../lambdas/ingest/rotate-pseudonym-key/rotate';
import { KEYRING } from '../../../support/events';

const TOKEN = 'version-2';

/** A secret in memory, with the rules of Secrets Manager. */
class FakeSecret implements SecretVersions {
  readonly versions = new Map([['version-1', JSON.stringify({ ...Object.fromEntries(KEYRING.keys), current: 'k2' })]]);
  current = 'version-1';
  pending: string | undefined;
  keys = 0;

  read(stage: 'AWSCURRENT' | 'AWSPENDING', versionId?: string): Promise<string | undefined> {
    const version = stage === 'AWSCURRENT' ? this.current : this.pending;
    const found = version !== undefined && (versionId === undefined || versionId === version);
    return Promise.resolve(found ? this.versions.get(version) : undefined);
  }

  writePending(versionId: string, value: string): Promise<void> {
    if (this.versions.has(versionId)) throw new Error('A version can be written only once.');
    this.versions.set(versionId, value);
    this.pending = versionId;
    return Promise.resolve();
  }

  newKey(): Promise<string> {
    this.keys += 1;
    return Promise.resolve(`${'new'.repeat(12)}-${this.keys}`);
  }

  promote(versionId: string): Promise<void> {
    this.current = versionId;
    return Promise.resolve();
  }
}

const step = (secret: FakeSecret, Step: RotationEvent['Step'], ClientRequestToken = TOKEN): Promise<void> =>
  rotate({ Step, SecretId: 'arn', ClientRequestToken }, secret);
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const currentOf = (secret: FakeSecret) => parseKeyring(secret.versions.get(secret.current) ?? '');

describe('rotate', () => {
  it('adds a key, makes it the current one, and keeps the others', async () => {
    const secret = new FakeSecret();
    for (const one of STEPS) await step(secret, one);
    const { current, keys } = currentOf(secret);
    expect(current.id).toBe('k3');
    expect([...keys.keys()].sort()).toEqual(['k1', 'k2', 'k3']);
    expect(keys.get('k1')).toBe(KEYRING.keys.get('k1'));
  });

  it('changes nothing if a step is repeated, even after the last one', async () => {
    const secret = new FakeSecret();
    for (const one of STEPS) {
      await step(secret, one);
      await step(secret, one);
    }
    const once = currentOf(secret);
    for (const one of STEPS) await step(secret, one);
    expect(currentOf(secret)).toEqual(once);
    expect(secret.keys).toBe(1);
  });

  it('changes the current key only in the last step', async () => {
    const secret = new FakeSecret();
    for (const one of STEPS.slice(0, 3)) await step(secret, one);
    expect(currentOf(secret).current.id).toBe('k2');
  });

  it('adds another key in a second rotation', async () => {
    const secret = new FakeSecret();
    for (const one of STEPS) await step(secret, one);
    for (const one of STEPS) await step(secret, one, 'version-3');
    expect(currentOf(secret).current.id).toBe('k4');
    expect(currentOf(secret).keys.size).toBe(4);
  });

  it('tests the current version if no version is pending, and leaves nothing pending', async () => {
    const secret = new FakeSecret();
    await step(secret, 'testSecret');
    expect(secret.pending).toBeUndefined();
    expect(secret.versions.size).toBe(1);
    secret.versions.set('version-1', '{}');
    await expect(step(secret, 'testSecret')).rejects.toThrow();
  });

  it('rejects a malformed secret, and does not promote a malformed pending version', async () => {
    const secret = new FakeSecret();
    secret.versions.set('version-1', '{}');
    await expect(step(secret, 'createSecret')).rejects.toThrow();
    secret.pending = TOKEN;
    secret.versions.set(TOKEN, rotateKeyring(KEYRING, 'short'));
    await expect(step(secret, 'testSecret')).rejects.toThrow();
  });
});
