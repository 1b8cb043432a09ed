import { catalogCommand } from '../../tools/catalog/command';
import type { Command, Options } from '../../tools/command/command';
import { demoCommand } from '../../tools/demo/command';
import { eraseCommand } from '../../tools/erase/command';
import { historyCommand } from '../../tools/history/command';
import { queryCommand } from '../../tools/query/command';
import { runInProcess } from '../support/run-in-process';
import { runScript, type ScriptResult } from '../support/run-script';

const NOWHERE = 'http://127.0.0.1:1';

const neverCalled = (): Promise<number> => Promise.reject(new Error('The query stops earlier.'));

/** Arguments, the exit code and what the command prints; every message is one sentence or paragraph without a stack. */
type Case = readonly [readonly string[], 1 | 2, RegExp];

const expectSentence = ({ exitCode, stderr }: ScriptResult, code: number, message: RegExp): void => {
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(exitCode).toBe(code);
};

const stopsWith = <Declared extends Options>(command: Command<Declared>, cases: readonly Case[]): void => {
  it.each(cases)('%j exits with %d and says what to do', async (line, code, message) =>
    expectSentence(await runInProcess(command, line), code, message),
  );
};

describe('npm run query', () => {
  stopsWith(queryCommand(neverCalled), [
    [[], 2, /^Give either a SELECT or --named NAME; see npm run query -- --help\.$/],
    [['SELECT 1', '--tier', 'hot'], 2, /^--tier must be warehouse or lake, not "hot"; see npm run query -- --help\.$/],
    [['SELECT 1', '--endpoint', NOWHERE], 1, /^No embedded cloud answers at .*: start one with "npm start"/],
  ]);
});

describe('npm run erase', () => {
  stopsWith(eraseCommand, [
    [['--viewer', 'alice', '--request', 'x'], 2, /^Give either --viewer ID or --request ID; see npm run erase/],
  ]);
});

describe('npm run catalog', () => {
  stopsWith(catalogCommand, [
    [[], 2, /^FILE is missing; see npm run catalog -- --help\.$/],
    [['nowhere.csv'], 1, /^nowhere\.csv can't be read\.$/],
  ]);
});

describe('a script', () => {
  const cases: readonly (readonly [string, ...Case])[] = [
    ['bin/query.ts', ['SELECT 1', '--stage', 'dev'], 2, /^No region is set: set one, such as AWS_REGION=eu-west-1\.$/],
    ['bin/erase.ts', ['--viewer', 'alice', '--stage', 'dev'], 2, /^No region is set/],
    [
      'bin/erase.ts',
      ['--viewer', '-', '--endpoint', NOWHERE],
      2,
      /^The id of --viewer is empty; see npm run erase -- --help\.$/,
    ],
    ['bin/start.ts', ['--trace', 'nowhere.csv'], 2, /^nowhere\.csv cannot be read: ENOENT/],
    ['bin/demo.ts', ['--trace', 'nowhere.csv'], 2, /^nowhere\.csv cannot be read: ENOENT/],
    [
      'bin/demo.ts',
      ['--report', 'nowhere/report.json'],
      2,
      /^--report nowhere\/report\.json cannot be written \(ENOENT/,
    ],
  ];

  it.each(cases)('%s %j exits with %d and says what to do', async (file, line, code, message) =>
    expectSentence(await runScript(file, line, { stdin: '\n' }), code, message),
  );
});

describe('npm run deploy', () => {
  it.each([
    ['deploy', [], {}, /^--stage dev\|staging\|prod is missing; see npm run deploy -- --help\.$/],
    ['diff', ['--stage', 'dev'], {}, /^No region is set: set the region to deploy to, such as AWS_REGION=eu-west-1\.$/],
    ['deploy', ['--stage', 'dev'], { AWS_REGION: 'eu-west-1' }, /^No AWS credentials found .*sign in/],
  ])('%s %j exits with 2 and says what to do', async (verb, line, environment, message) => {
    const { exitCode, stderr } = await runScript(`bin/${verb}.ts`, line, { environment });
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(1);
    expect(exitCode).toBe(2);
  });
});

describe('npm run smoke', () => {
  it.each([
    [
      ['--endpoint', NOWHERE],
      /^Smoke test of dev, at http:\/\/127\.0\.0\.1:1$/,
      /^The stacks can't be listed \(.*ECONNREFUSED.*"npm start"\.$/,
    ],
    [
      ['--aws'],
      /^Smoke test of dev, on AWS$/,
      /^The stacks can't be listed \(Region is missing\): sign in to AWS and set AWS_REGION/,
    ],
  ])('%j prints the place first, then exits with 2 and says what to do', async (place, announced, message) => {
    const { exitCode, stdout, stderr } = await runScript('bin/smoke.ts', ['--stage', 'dev', ...place]);
    expect(stdout).toMatch(announced);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});

describe('npm run demo', () => {
  stopsWith(demoCommand, [[['--report', 'docs'], 2, /^--report docs cannot be written \(it is a folder\)/]]);
});

describe('npm run history', () => {
  stopsWith(historyCommand, [[['--trace', 'package.json'], 2, /^package\.json:1: the column media_s is missing\./]]);
});
