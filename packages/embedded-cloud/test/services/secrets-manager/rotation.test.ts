import {
  DescribeSecretCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Invocation } from '../../../src/core/ports';
import type { JsonObject } from '../../../src/core/service';
import { provision } from '../../../src/testing/endpoint';
import { until } from '../../support/until';
import { SecretId, TestSecret } from './test-secret';

const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:rotate';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DONE: Invocation = { ok: true, payload: null };

let secret: TestSecret;
let steps: unknown[];

/** A rotation function that works: it calls the service through the endpoint. */
const rotate = async ({ Step, ClientRequestToken }: JsonObject): Promise<Invocation> => {
  steps.push(Step);
  const token = String(ClientRequestToken);
  const { VersionIdsToStages } = await secret.client.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages?.[token]).toContain('AWSPENDING');
  if (Step === 'createSecret') {
    await secret.put(`made by ${token}`, { ClientRequestToken: token, VersionStages: ['AWSPENDING'] });
  }
  if (Step === 'finishSecret') {
    const RemoveFromVersionId = (await secret.get()).VersionId;
    const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId };
    await secret.client.send(new UpdateSecretVersionStageCommand({ SecretId, ...move }));
  }
  return DONE;
};

const requestRotation = (more: { readonly RotationLambdaARN?: string; readonly RotateImmediately?: boolean } = {}) =>
  secret.client.send(new RotateSecretCommand({ SecretId, ...more }));

const schedule = (properties: JsonObject = {}) => {
  const declared = { SecretId, RotationLambdaARN, RotationRules: { ScheduleExpression: 'rate(30 days)' } };
  return provision(secret.service, 'AWS::SecretsManager::RotationSchedule', { ...declared, ...properties });
};

beforeEach(async () => {
  secret = await TestSecret.open();
  steps = [];
  secret.rotate = rotate;
  await secret.declare();
});

afterEach(() => secret.close());

describe('a requested rotation', () => {
  it('runs the four steps and makes the new version current', async () => {
    const { VersionId } = await requestRotation({ RotationLambdaARN });
    expect(steps).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret']);
    expect(await secret.get()).toMatchObject({ SecretString: `made by ${VersionId}`, VersionId });
    expect(await secret.get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    expect(await secret.describe()).toMatchObject({ RotationEnabled: true, RotationLambdaARN });
  });

  it('reports a failed step, leaves the old version current and can be repeated', async () => {
    secret.rotate = async (event) =>
      event['Step'] === 'testSecret' ? { ok: false, errorType: 'Error', errorMessage: 'no' } : rotate(event);
    await expect(requestRotation({ RotationLambdaARN })).rejects.toThrow('testSecret: Error: no');
    expect(await secret.get()).toMatchObject({ SecretString: 'first' });
    secret.rotate = rotate;
    await requestRotation({ RotationLambdaARN });
    expect((await secret.get()).SecretString).toMatch(/^made by/);
  });

  it('is rejected without a rotation function', async () => {
    await expect(requestRotation()).rejects.toThrow('No rotation function');
  });

  it('is rejected while another rotation runs', async () => {
    await schedule({ RotateImmediatelyOnUpdate: false });
    let release: (outcome: Invocation) => void = () => undefined;
    const held = new Promise<Invocation>((resolve) => (release = resolve));
    secret.rotate = (event) => {
      steps.push(event['Step']);
      return held;
    };
    const first = requestRotation();
    await until(() => steps.length > 0);
    await expect(requestRotation()).rejects.toThrow('A previous rotation');
    release(DONE);
    await expect(first).rejects.toThrow('finishSecret did not move AWSCURRENT');
  });
});

describe('a rotation that is set up but not run', () => {
  const stages = async () => Object.values((await secret.describe()).VersionIdsToStages ?? {});

  it('runs only testSecret, on a pending version without a value that is removed afterwards', async () => {
    let pendingValue: Promise<unknown> | undefined;
    secret.rotate = async (event) => {
      const VersionId = String(event['ClientRequestToken']);
      pendingValue = secret.get({ VersionId, VersionStage: 'AWSPENDING' });
      await pendingValue.catch(() => undefined);
      return rotate(event);
    };
    await requestRotation({ RotationLambdaARN, RotateImmediately: false });
    expect(steps).toEqual(['testSecret']);
    await expect(pendingValue).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await stages()).toEqual([['AWSCURRENT']]);
    expect(await secret.describe()).toMatchObject({ RotationEnabled: true });
  });

  it('reports a failed test and leaves nothing pending', async () => {
    secret.rotate = () => Promise.resolve({ ok: false, errorType: 'Error', errorMessage: 'no pending version' });
    const test = requestRotation({ RotationLambdaARN, RotateImmediately: false });
    await expect(test).rejects.toThrow('testSecret: Error: no pending version');
    expect(await stages()).toEqual([['AWSCURRENT']]);
  });

  it('is tested once after its deployment', async () => {
    await schedule({ RotateImmediatelyOnUpdate: false });
    secret.service.start();
    await until(() => steps.length > 0);
    await secret.service.stop();
    await schedule({ RotateImmediatelyOnUpdate: false });
    secret.restart();
    secret.service.start();
    await requestRotation();
    expect(steps).toEqual(['testSecret', 'createSecret', 'setSecret', 'testSecret', 'finishSecret']);
    expect(secret.problems).toEqual([]);
  });
});

describe('a scheduled rotation', () => {
  const CHECK_MS = 1_000;
  /** Advances the clock of the service, and its check for due rotations. Rotations use real sockets and timers. */
  const advance = (ms: number): void => {
    secret.now += ms;
    jest.advanceTimersByTime(CHECK_MS);
  };

  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout', 'clearTimeout'],
    });
  });

  afterEach(() => jest.useRealTimers());

  it('runs at first and then whenever its interval has passed', async () => {
    await schedule();
    secret.service.start();
    advance(0);
    await until(async () => (await secret.describe()).LastRotatedDate !== undefined);
    expect(steps).toHaveLength(4);
    await schedule();
    advance(29 * DAY_MS);
    expect(steps).toHaveLength(4);
    advance(2 * DAY_MS);
    expect(steps).toHaveLength(5);
    await until(() => steps.length === 8);
    expect(secret.problems).toEqual([]);
  });

  it('reports its failure and is repeated an hour later', async () => {
    secret.rotate = () => Promise.resolve({ ok: false, errorType: 'Error', errorMessage: 'down' });
    await schedule();
    secret.service.start();
    advance(0);
    await until(() => secret.problems.length > 0);
    expect(secret.problems).toEqual([expect.stringContaining('createSecret: Error: down')]);
    secret.rotate = rotate;
    advance(HOUR_MS - 1);
    expect(steps).toEqual([]);
    advance(1);
    await until(() => steps.length === 4);
    await secret.service.stop();
    expect((await secret.get()).SecretString).toMatch(/^made by/);
  });

  it('survives a restart', async () => {
    await schedule();
    secret.restart();
    const RotationRules = { ScheduleExpression: 'rate(30 days)' };
    expect(await secret.describe()).toMatchObject({ RotationRules });
  });

  it('fails its deployment when it is not supported', async () => {
    const cron = schedule({ RotationRules: { ScheduleExpression: 'cron(0 8 1 * ? *)' } });
    await expect(cron).rejects.toThrow('does not support the schedule "cron(0 8 1 * ? *)"');
    await expect(schedule({ HostedRotationLambda: {} })).rejects.toThrow('HostedRotationLambda');
  });
});
