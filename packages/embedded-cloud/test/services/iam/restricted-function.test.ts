import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Cloud } from '../../../src';
import { synthesizeRestrictedApp } from '../../fixtures/restricted-app/app';

/** What the function of the app answers: per call, the error's name and message, or `ok`. */
type Outcomes = Readonly<Record<string, string>>;

let assemblyDir: string;
let cloud: Cloud;

beforeAll(async () => {
  assemblyDir = synthesizeRestrictedApp();
  cloud = await Cloud.start({ assemblyDir, stateDir: join(assemblyDir, 'state') });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(assemblyDir, { recursive: true });
});

const invoke = async (): Promise<Outcomes> => {
  const { endpoint, region } = cloud.surroundings;
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'restricted' }));
  return JSON.parse(Payload?.transformToString() ?? '{}') as Outcomes;
};

const denied = (action: string, resource: string): string =>
  'User: arn:aws:sts::000000000000:assumed-role/restricted-role/restricted is not authorized to perform: ' +
  `${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe('a function', () => {
  it('may do what its role allows, and is denied the rest in the words of AWS and of each protocol', async () => {
    const outcomes = await invoke();
    expect(outcomes).toEqual({
      'sqs.send': 'ok',
      'sqs.receive': `AccessDenied 403 ${denied('sqs:ReceiveMessage', 'arn:aws:sqs:us-east-1:000000000000:orders')}`,
      's3.put': 'ok',
      's3.put elsewhere': `AccessDenied 403 ${denied('s3:PutObject', 'arn:aws:s3:::restricted-bucket/out/a')}`,
      's3.get': 'ok',
      's3.get missing': `AccessDenied 403 ${denied('s3:ListBucket', 'arn:aws:s3:::restricted-bucket')}`,
      'dynamodb.put': 'ok',
      'dynamodb.get': `AccessDeniedException 400 ${denied('dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:000000000000:table/orders')}`,
      'dynamodb.put encrypted': `AccessDeniedException 400 ${denied('kms:Decrypt', keyArn())}`,
      'dynamodb.put encrypted-v2': `AccessDeniedException 400 ${denied('kms:Decrypt', keyArn())}`,
      'kinesis.put': `KMSAccessDeniedException 400 ${denied('kms:GenerateDataKey', keyArn())}`,
      'sts.identity': 'arn:aws:sts::000000000000:assumed-role/restricted-role/restricted',
    });
  });

  it('leaves the administrator unrestricted', () => {
    expect(cloud.access.callerOf('any')).toBeUndefined();
    expect([...cloud.access.denials.keys()]).toHaveLength(6);
  });
});

const keyArn = (): string => {
  const key = cloud.deployment.running.find(({ type }) => type === 'AWS::KMS::Key');
  return `arn:aws:kms:us-east-1:000000000000:key/${key?.ref ?? ''}`;
};
