import { scripts } from '../../package.json';
import { runShell } from '../support/run-script';

/** The npm scripts whose last step is our own code and receives the arguments. */
const commands = Object.entries(scripts).filter(([, script]) => /(^|&& )(tsx|node) [^&]+$/.test(script));

const nameOf = (script: string): string => (script === 'start' ? 'npm start' : `npm run ${script}`);

describe.each(commands)('%s', (script, shell) => {
  it('prints usage, options and an example for --help', async () => {
    const { exitCode, stdout, stderr } = await runShell(shell, ['--help']);
    const name = nameOf(script);
    expect(stdout).toMatch(/^[A-Z].*\.\n\nUsage: /);
    expect(stdout).toContain(`\nUsage: ${name} -- `);
    expect(stdout).toMatch(/\nOptions:\n(.*\n)* {2}--help +prints this text\n/);
    expect(stdout).toContain(`\nExample:\n  ${name} -- `);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('rejects an unknown option in one sentence', async () => {
    const { exitCode, stdout, stderr } = await runShell(shell, ['--bogus']);
    expect(stderr).toBe(`Unknown option '--bogus'; see ${nameOf(script)} -- --help.`);
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

it('the help test covers the commands of the README', () => {
  const names = commands.map(([script]) => script);
  expect(names).toEqual(expect.arrayContaining(['start', 'demo', 'query', 'erase', 'smoke', 'deploy', 'bench']));
});
