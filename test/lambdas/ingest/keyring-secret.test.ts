import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cachedKeyring } from '../../../lambdas/ingest/keyring-secret';
import { NOW } from '../../support/events';
import { answering } from '../../../packages/aws-clients/test/support/fake-client';

const MINUTE_MS = 60_000;
const secret = (current: string) => ({
  SecretString: JSON.stringify({ current, k1: 'first'.repeat(8), k2: 'second'.repeat(8) }),
});

let answer: object;
let clock: number;
const open = () => {
  const { client, inputs } = answering(new SecretsManagerClient({}), () => answer);
  const keyring = cachedKeyring(client, 'arn', { now: () => clock });
  return { inputs, current: async () => (await keyring()).current.id };
};
beforeEach(() => {
  answer = secret('k1');
  clock = NOW;
});

describe('cachedKeyring', () => {
  it('reads the secret once for concurrent calls, and again after five minutes', async () => {
    const { inputs, current } = open();
    expect(await Promise.all([current(), current()])).toEqual(['k1', 'k1']);
    clock += 5 * MINUTE_MS - 1;
    answer = secret('k2');
    expect(await current()).toBe('k1');
    expect(inputs).toEqual([{ SecretId: 'arn' }]);
    clock += 1;
    expect(await current()).toBe('k2');
  });

  it('keeps using the last keyring while the secret cannot be read', async () => {
    const { inputs, current } = open();
    await current();
    answer = new Error('unreachable');
    for (let reads = 2; reads < 5; reads++) {
      clock += 5 * MINUTE_MS;
      expect(await current()).toBe('k1');
      expect(inputs).toHaveLength(reads);
    }
    answer = secret('k2');
    clock += 5 * MINUTE_MS;
    expect(await current()).toBe('k2');
  });

  it('reads the secret again with the next call if the first read failed', async () => {
    const { current } = open();
    answer = new Error('unreachable');
    await expect(current()).rejects.toThrow('unreachable');
    answer = { SecretString: 'broken' };
    await expect(current()).rejects.toThrow();
    answer = secret('k2');
    expect(await current()).toBe('k2');
  });
});
