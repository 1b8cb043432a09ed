import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';

const catalog = (...line: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/catalog.ts', ...line], {
    cwd: join(__dirname, '../..'),
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    encoding: 'utf8',
  });
  return { status, said: stderr.trim() };
};

it.each([
  [[], /^npm run catalog -- FILE/],
  [['nowhere.csv'], /^nowhere\.csv can't be read\.$/],
  [['package.json', '--stage', 'live'], /^There is no stage "live": --stage dev\|staging\|prod\.$/],
])('%j stops with a sentence that says what to do', (line, sentence) => {
  const { status, said } = catalog(...line);
  expect(said).toMatch(sentence);
  expect(status).toBe(1);
});
