import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';

const query = (...line: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/query.ts', ...line], {
    cwd: join(__dirname, '../..'),
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    encoding: 'utf8',
  });
  return { status, stdout, said: stderr.trim() };
};

it.each([
  [['SELECT 1', '--loud'], /^Unknown option '--loud'\.\nnpm run query/],
  [['SELECT 1', '--endpoint', 'http://127.0.0.1:1'], /^No embedded cloud answers at .*: start one with "npm start"/],
  [['SELECT 1', '--stage', 'dev'], /^No region is set, such as AWS_REGION=eu-west-1\.$/],
])('%j says what to do next, and gives no rows', (line, sentence) => {
  const { status, stdout, said } = query(...line);
  expect(said).toMatch(sentence);
  expect(stdout).toBe('');
  expect(status).toBeGreaterThan(0);
});
