import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

it.each([
  ['tools/bench/lake.ts', ['--bogus'], /^Unknown option '--bogus'/],
  ['tools/bench/rebuild.ts', ['--viewers', 'many'], /^--viewers takes a number, not "many"/],
  ['bin/start.ts', ['--trace', 'nowhere.csv'], /^nowhere\.csv can't be read: ENOENT/],
  ['bin/demo.ts', ['--trace', 'nowhere.csv'], /^nowhere\.csv can't be read: ENOENT/],
  ['bin/demo.ts', ['--report', 'nowhere/report.json'], /^--report nowhere\/report\.json can't be written \(ENOENT/],
  ['bin/demo.ts', ['--report', 'docs'], /^--report docs can't be written \(it is a folder\)/],
  ['bin/history.ts', ['--trace', 'package.json'], /^package\.json:1: there is no column media_s\./],
])('%s %j stops before it begins, with a sentence and no stack', (script, line, sentence) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...line], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).toMatch(sentence);
  expect(`${stdout}${stderr}`).not.toMatch(/^ {4}at /m);
  expect(status).toBe(2);
});
