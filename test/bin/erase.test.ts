import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';

const erase = (line: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/erase.ts', ...line], {
    cwd: join(__dirname, '../..'),
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    encoding: 'utf8',
    input,
  });
  return { status, stdout, said: stderr.trim() };
};

it.each([
  [['--viewer', 'alice', '--stage', 'moon'], /^There is no stage "moon": --stage dev\|staging\|prod\.$/],
  [['--viewer', 'alice', '--stage', 'dev'], /^No region is set, such as AWS_REGION=eu-west-1\.$/],
  [['--viewer', '-', '--endpoint', 'http://127.0.0.1:1'], /^The viewer’s id is empty\.$/],
])('%j says what to do next, and erases nothing', (line, sentence) => {
  const { status, stdout, said } = erase(line, '\n');
  expect(said).toMatch(sentence);
  expect(stdout).toBe('');
  expect(status).toBeGreaterThan(0);
});
