import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetRandomPasswordCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { SecretId, TestSecret } from './test-secret';

let secret: TestSecret;

beforeEach(async () => {
  secret = await TestSecret.open();
});

afterEach(() => secret.close());

describe('the value of a secret', () => {
  it('is found by name, by ARN and by ARN without its suffix', async () => {
    const { ref } = await secret.declare();
    expect(ref).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:viewer-key-[A-Za-z0-9]{6}$/);
    for (const id of [SecretId, ref, ref.slice(0, -7)]) {
      expect(await secret.get({ SecretId: id })).toMatchObject({ SecretString: 'first', ARN: ref, Name: SecretId });
    }
    await expect(secret.get({ SecretId: 'other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('becomes current or gets the given stages when it is put', async () => {
    await secret.declare();
    const { VersionId } = await secret.put('second');
    expect(await secret.get()).toMatchObject({ SecretString: 'second', VersionId, VersionStages: ['AWSCURRENT'] });
    expect(await secret.get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    await secret.put('third', { VersionStages: ['TRIAL'] });
    expect(await secret.get()).toMatchObject({ SecretString: 'second' });
    expect(await secret.get({ VersionStage: 'TRIAL' })).toMatchObject({ SecretString: 'third' });
    const mismatch = secret.get({ VersionId, VersionStage: 'TRIAL' });
    await expect(mismatch).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is stored once for a repeated token, which must not come with another value', async () => {
    await secret.declare();
    const ClientRequestToken = 't'.repeat(32);
    await secret.put('second', { ClientRequestToken });
    await secret.put('second', { ClientRequestToken });
    const other = secret.put('other', { ClientRequestToken });
    await expect(other).rejects.toMatchObject({ name: 'ResourceExistsException' });
    const short = secret.put('x', { ClientRequestToken: 'short' });
    await expect(short).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(Object.keys((await secret.describe()).VersionIdsToStages ?? {})).toHaveLength(2);
  });

  it('may be binary, but not too long, and not a string and binary at the same time', async () => {
    await secret.declare();
    const SecretBinary = Buffer.from([0, 255, 1]);
    await secret.client.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
    expect(Buffer.from((await secret.get()).SecretBinary ?? [])).toEqual(SecretBinary);
    await expect(secret.put('x'.repeat(65_537))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(secret.put('x', { SecretBinary })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('UpdateSecretVersionStage', () => {
  it('moves a stage only when the call contains the version that has it', async () => {
    await secret.declare();
    const { VersionId: first } = await secret.get();
    const { VersionId: second } = await secret.put('second');
    const move = (MoveToVersionId?: string, RemoveFromVersionId?: string) => {
      const input = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId };
      return secret.client.send(new UpdateSecretVersionStageCommand(input));
    };
    await expect(move(first)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move(undefined, second)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move('nothing', second)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await move(first, second);
    expect(await secret.get()).toMatchObject({ SecretString: 'first' });
    expect(await secret.get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'second' });
  });
});

describe('a generated value', () => {
  it('is inserted into the template of the secret', async () => {
    await secret.declare({
      GenerateSecretString: {
        SecretStringTemplate: '{"keyId":"k1"}',
        GenerateStringKey: 'key',
        PasswordLength: 64,
        ExcludePunctuation: true,
      },
    });
    const value: unknown = JSON.parse((await secret.get()).SecretString ?? '');
    expect(value).toEqual({ keyId: 'k1', key: expect.stringMatching(/^[A-Za-z0-9]{64}$/) as unknown });
  });

  it('contains every kind of character and no excluded one', async () => {
    const generate = async (rules: object) =>
      (await secret.client.send(new GetRandomPasswordCommand(rules))).RandomPassword ?? '';
    for (let round = 0; round < 20; round++) {
      const password = await generate({ PasswordLength: 4, ExcludeCharacters: 'abc"' });
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[\W_])[^abc"]{4}$/);
    }
    expect(await generate({})).toHaveLength(32);
    await expect(generate({ PasswordLength: 3 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(generate({ PasswordLength: 5_000 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('Secrets Manager', () => {
  it('keeps ARN and value across a restart with a changed template', async () => {
    const { ref } = await secret.declare();
    await secret.put('kept');
    secret.restart();
    expect((await secret.declare({ SecretString: 'from the template' })).ref).toBe(ref);
    expect(await secret.get()).toMatchObject({ SecretString: 'kept' });
  });

  it('stores secrets in a file that only its owner may read', async () => {
    await secret.declare({ SecretString: 'kept' });
    const file = join(secret.endpoint.surroundings.stateDir, 'secrets', 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('kept');
  });

  it('lists secrets in pages', async () => {
    for (const name of ['b', 'a', 'c']) await secret.declare({}, name);
    const first = await secret.client.send(new ListSecretsCommand({ MaxResults: 2 }));
    const second = await secret.client.send(new ListSecretsCommand({ NextToken: first.NextToken }));
    const names = [first, second].map(({ SecretList = [] }) => SecretList.map(({ Name }) => Name));
    expect(names).toEqual([['a', 'b'], ['c']]);
  });
});
