import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Invocation, Invoker } from '../../../src/core/ports';
import type { JsonObject } from '../../../src/core/service';
import { Fields } from '../../../src/core/fields';
import { SecretsManager } from '../../../src/services/secrets-manager/secrets-manager';
import { Endpoint, provision } from '../../support/endpoint';

const SecretId = 'viewer-key';
const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:rotate';
const DAY_MS = 86_400_000;

let endpoint: Endpoint;
let service: SecretsManager;
let client: SecretsManagerClient;
let later: number;
let problems: string[];
let rotation: (event: JsonObject) => Promise<Invocation>;

const invoker: Invoker = {
  invoke: (_, event) => rotation(Fields.parse(JSON.stringify(event)).all),
};
const start = (): SecretsManager =>
  endpoint.add(
    new SecretsManager({
      surroundings: endpoint.surroundings,
      invoker,
      now: () => Date.now() + later,
      report: (problem) => problems.push(problem),
    }),
  );
const makeSecret = (properties: JsonObject = { SecretString: 'first' }, name = SecretId) =>
  provision(service, 'AWS::SecretsManager::Secret', { Name: name, ...properties });

beforeEach(async () => {
  [later, problems] = [0, []];
  endpoint = await Endpoint.open();
  service = start();
  client = new SecretsManagerClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (SecretString: string, more: object = {}) =>
  client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
const get = (more: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await delay(20);
};
const describeSecret = () => client.send(new DescribeSecretCommand({ SecretId }));

describe('values', () => {
  it('gives the value by name, ARN and ARN without its suffix', async () => {
    const { ref } = await makeSecret();
    expect(ref).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:viewer-key-[A-Za-z0-9]{6}$/);
    for (const id of [SecretId, ref, ref.slice(0, -7)]) {
      expect(await get({ SecretId: id })).toMatchObject({ SecretString: 'first', ARN: ref, Name: SecretId });
    }
    await expect(get({ SecretId: 'other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('moves the stages as a new value is put', async () => {
    await makeSecret();
    const { VersionId } = await put('second');
    expect(await get()).toMatchObject({ SecretString: 'second', VersionId, VersionStages: ['AWSCURRENT'] });
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    await put('third', { VersionStages: ['TRIAL'] });
    expect(await get()).toMatchObject({ SecretString: 'second' });
    expect(await get({ VersionStage: 'TRIAL' })).toMatchObject({ SecretString: 'third' });
    await expect(get({ VersionId, VersionStage: 'TRIAL' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('takes the same token with the same value once, and refuses it with another', async () => {
    await makeSecret();
    const ClientRequestToken = 't'.repeat(32);
    await put('second', { ClientRequestToken });
    await put('second', { ClientRequestToken });
    await expect(put('other', { ClientRequestToken })).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await expect(put('x', { ClientRequestToken: 'short' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(Object.keys((await describeSecret()).VersionIdsToStages ?? {})).toHaveLength(2);
  });

  it('keeps binary values, and refuses what is too long or both', async () => {
    await makeSecret();
    const SecretBinary = Buffer.from([0, 255, 1]);
    await client.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
    expect(Buffer.from((await get()).SecretBinary ?? [])).toEqual(SecretBinary);
    await expect(put('x'.repeat(65_537))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(put('x', { SecretBinary })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('moves a stage only from the version that is named as having it', async () => {
    await makeSecret();
    const { VersionId: first } = await get();
    const { VersionId: second } = await put('second');
    const move = (MoveToVersionId?: string, RemoveFromVersionId?: string) =>
      client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId,
          RemoveFromVersionId,
        }),
      );
    await expect(move(first)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move(undefined, second)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move('nothing', second)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await move(first, second);
    expect(await get()).toMatchObject({ SecretString: 'first' });
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'second' });
  });
});

describe('generated values', () => {
  it('puts a password into the template', async () => {
    const SecretStringTemplate = '{"keyId":"k1"}';
    await makeSecret({
      GenerateSecretString: {
        SecretStringTemplate,
        GenerateStringKey: 'key',
        PasswordLength: 64,
        ExcludePunctuation: true,
      },
    });
    const value: unknown = JSON.parse((await get()).SecretString ?? '');
    expect(value).toEqual({ keyId: 'k1', key: expect.stringMatching(/^[A-Za-z0-9]{64}$/) as unknown });
  });

  it('makes passwords with every kind of character, and without the excluded', async () => {
    const make = async (rules: object) => (await client.send(new GetRandomPasswordCommand(rules))).RandomPassword ?? '';
    for (let round = 0; round < 20; round++) {
      const password = await make({ PasswordLength: 4, ExcludeCharacters: 'abc"' });
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[\W_])[^abc"]{4}$/);
    }
    expect(await make({})).toHaveLength(32);
    await expect(make({ PasswordLength: 3 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(make({ PasswordLength: 5_000 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a restart', () => {
  it('keeps the ARN and the value, whatever the template says, in a file for its owner alone', async () => {
    const { ref } = await makeSecret();
    await put('kept');
    service = start();
    expect((await makeSecret({ SecretString: 'from the template' })).ref).toBe(ref);
    expect(await get()).toMatchObject({ SecretString: 'kept' });
    const file = join(endpoint.surroundings.stateDir, 'secrets', 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('kept');
  });

  it('lists the secrets page by page', async () => {
    for (const name of ['b', 'a', 'c']) await makeSecret({}, name);
    const first = await client.send(new ListSecretsCommand({ MaxResults: 2 }));
    const second = await client.send(new ListSecretsCommand({ NextToken: first.NextToken }));
    const names = [first, second].map(({ SecretList = [] }) => SecretList.map(({ Name }) => Name));
    expect(names).toEqual([['a', 'b'], ['c']]);
  });
});

describe('rotation', () => {
  const steps: unknown[] = [];

  /** What a rotation function does, by way of the endpoint. */
  const rotateWell = async ({ Step, SecretId: id, ClientRequestToken }: JsonObject): Promise<Invocation> => {
    steps.push(Step);
    const [secret, token] = [String(id), String(ClientRequestToken)];
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: secret }));
    expect(VersionIdsToStages?.[token]).toContain('AWSPENDING');
    if (Step === 'createSecret') {
      await put(`made by ${token}`, { ClientRequestToken: token, VersionStages: ['AWSPENDING'] });
    }
    if (Step === 'finishSecret') {
      const RemoveFromVersionId = (await get()).VersionId;
      const to = { VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId };
      await client.send(new UpdateSecretVersionStageCommand({ SecretId: secret, ...to }));
    }
    return { ok: true, payload: null };
  };
  const schedule = (properties: JsonObject = {}) => {
    const declared = { SecretId, RotationLambdaARN, RotationRules: { ScheduleExpression: 'rate(30 days)' } };
    return provision(service, 'AWS::SecretsManager::RotationSchedule', { ...declared, ...properties });
  };

  beforeEach(async () => {
    steps.length = 0;
    rotation = rotateWell;
    await makeSecret();
  });

  it('runs the four steps and makes the new version current', async () => {
    const { VersionId } = await client.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
    expect(steps).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret']);
    expect(await get()).toMatchObject({ SecretString: `made by ${VersionId}`, VersionId });
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    expect(await describeSecret()).toMatchObject({ RotationEnabled: true, RotationLambdaARN });
  });

  it('leaves the old version current when a step fails, says so, and can be run again', async () => {
    rotation = async (event) =>
      event['Step'] === 'testSecret' ? { ok: false, errorType: 'Error', errorMessage: 'no' } : rotateWell(event);
    const rotate = () => client.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
    await expect(rotate()).rejects.toThrow('testSecret: Error: no');
    expect(await get()).toMatchObject({ SecretString: 'first' });
    rotation = rotateWell;
    await rotate();
    expect((await get()).SecretString).toMatch(/^made by/);
  });

  it('refuses a rotation without a function, one beside another, and one whose function does not finish', async () => {
    const rotate = () => client.send(new RotateSecretCommand({ SecretId }));
    await expect(rotate()).rejects.toThrow('No rotation function');
    await schedule({ RotateImmediatelyOnUpdate: false });
    rotation = () => delay(30, { ok: true, payload: null });
    const both = await Promise.allSettled([rotate(), rotate()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(both.map((result) => String(result.status === 'rejected' && result.reason)).sort()).toEqual([
      expect.stringContaining('A previous rotation'),
      expect.stringContaining('finishSecret left AWSCURRENT'),
    ]);
  });

  it('rotates on schedule: at first, and each time the interval is over', async () => {
    await schedule();
    service.start();
    while ((await describeSecret()).LastRotatedDate === undefined) await delay(20);
    await schedule();
    later = 29 * DAY_MS;
    await delay(1_200);
    expect(steps).toHaveLength(4);
    later = 31 * DAY_MS;
    await until(() => steps.length === 8);
    expect(problems).toEqual([]);
  });

  it('reports a scheduled rotation that failed and tries again an hour later', async () => {
    rotation = () => Promise.resolve({ ok: false, errorType: 'Error', errorMessage: 'down' });
    await schedule();
    service.start();
    await until(() => problems.length > 0);
    await delay(1_200);
    expect(problems).toEqual([expect.stringContaining('createSecret: Error: down')]);
    rotation = rotateWell;
    later = 3_700_000;
    await until(() => steps.length === 4);
    await service.stop();
    expect((await get()).SecretString).toMatch(/^made by/);
  });

  it('remembers the schedule, and refuses one that it does not run', async () => {
    await schedule();
    service = start();
    expect(await describeSecret()).toMatchObject({ RotationRules: { ScheduleExpression: 'rate(30 days)' } });
    await expect(schedule({ RotationRules: { ScheduleExpression: 'cron(0 8 1 * ? *)' } })).rejects.toThrow('cron');
    await expect(schedule({ HostedRotationLambda: {} })).rejects.toThrow('HostedRotationLambda');
  });
});
