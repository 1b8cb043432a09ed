import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';

const ROOT = join(__dirname, '../..');

/** The command as someone runs it who has no credentials and has configured nothing. */
const cdk = (line: string, environment: Record<string, string> = {}) => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/cdk.ts', ...line.split(' ')], {
    cwd: ROOT,
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...environment },
    encoding: 'utf8',
  });
  return { status, said: stderr.trim() };
};

it.each([
  ['deploy', {}, 'Say which stage: npm run deploy -- --stage dev|staging|prod'],
  ['deploy --stage live', {}, 'There is no stage "live": npm run deploy -- --stage dev|staging|prod'],
  ['deploy --stage dev --yes', {}, 'Unknown option \'--yes\'. Options of the CDK go behind a further "--".'],
  ['diff --stage dev', {}, 'No region is set: say where to deploy to, such as AWS_REGION=eu-west-1.'],
  ['deploy --stage dev', { AWS_REGION: 'eu-west-1' }, expect.stringMatching(/^No AWS credentials are found .*sign in/)],
])('"%s" stops with one sentence that says what to do', (line, environment, sentence) => {
  const { status, said } = cdk(line, environment);
  expect(said).toEqual(sentence);
  expect(said.split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
