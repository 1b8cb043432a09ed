import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';

const smoke = (...line: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/smoke.ts', ...line], {
    cwd: join(__dirname, '../..'),
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    encoding: 'utf8',
  });
  return { status, told: stdout.trim(), said: stderr.trim() };
};

it.each([
  [['--stage', 'live'], /^Say which stage: npm run smoke -- --stage dev\|staging\|prod/],
  [['--stage', 'dev', '--loud'], /^Unknown option '--loud'/],
  [['--stage', 'dev', '--endpoint', 'http://127.0.0.1:1'], /^Its stacks can't be listed \(.*ECONNREFUSED.*"npm start"/],
  [['--stage', 'dev', '--aws'], /^Its stacks can't be listed \(Region is missing\): sign in to AWS and set AWS_REGION/],
])('%j stops with one sentence that says what to do', (line, sentence) => {
  const { status, said } = smoke(...line);
  expect(said).toMatch(sentence);
  expect(said.split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});

it.each([
  [['--aws'], /^Smoke test of dev, on AWS$/],
  [['--endpoint', 'http://127.0.0.1:1'], /^Smoke test of dev, at http:\/\/127\.0\.0\.1:1$/],
])('%j says where it goes before it goes there', (place, sentence) => {
  expect(smoke('--stage', 'dev', ...place).told).toMatch(sentence);
});
