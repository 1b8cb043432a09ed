import { join } from 'node:path';
import { scripts } from '../../package.json';
import type { Command, Options } from '../../tools/command/command';
import { runInProcess } from '../support/run-in-process';

const mockDeclared: Command<Options>[] = [];

/** Each entry point declares its command here instead of running it, so that all are loaded by one process. */
jest.mock('../../tools/command/run-command', () => ({
  ...jest.requireActual<object>('../../tools/command/run-command'),
  runCommand: (command: Command<Options>) => void mockDeclared.push(command),
}));

/** The npm scripts that run one file of ours, with the file; `npm run bench` bundles it first. */
const entryPoints = Object.entries(scripts).flatMap(([script, shell]) => {
  const file = (/^tsx (\S+)$/.exec(shell) ?? /^esbuild (\S+) .*&& node /.exec(shell))?.[1];
  return file === undefined ? [] : [[script, file] as const];
});

const commandOf = (file: string): Command<Options> => {
  jest.requireActual<object>(join(__dirname, '../..', file));
  const command = mockDeclared.pop();
  if (!command) throw new Error(`${file} runs no command.`);
  return command;
};

describe.each(entryPoints)('%s', (script, file) => {
  const name = script === 'start' ? 'npm start' : `npm run ${script}`;
  let command: Command<Options>;

  beforeAll(() => {
    command = commandOf(file);
  });

  it('prints usage, options and an example for --help', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(command, ['--help']);
    expect(stdout).toMatch(/^[A-Z].*\.\n\nUsage: /);
    expect(stdout).toContain(`\nUsage: ${name} -- `);
    expect(stdout).toMatch(/\nOptions:\n(.*\n)* {2}--help +prints this text\n/);
    expect(stdout).toContain(`\nExample:\n  ${name} -- `);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('rejects an unknown option in one sentence', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(command, ['--bogus']);
    expect(stderr).toBe(`Unknown option '--bogus'; see ${name} -- --help.`);
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

it('the help test covers the commands of the README', () => {
  const names = entryPoints.map(([script]) => script);
  expect(names).toEqual(expect.arrayContaining(['start', 'demo', 'query', 'erase', 'smoke', 'deploy', 'bench']));
});
