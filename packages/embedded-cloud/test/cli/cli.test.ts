import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { synthesizeForeignApp } from '../fixtures/foreign-app/app';
import { until } from '../support/until';

const COMMAND = join(__dirname, '../../bin/embedded-cloud.js');

interface Run {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
}

const start = (args: readonly string[], cwd = __dirname): Run => {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd });
  const run: Run = { child, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (run.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (run.stderr += String(chunk)));
  return run;
};

const finish = async (...args: readonly string[]) => {
  const run = start(args);
  const [exitCode] = (await once(run.child, 'close')) as [number | null];
  return { exitCode, stdout: run.stdout, stderr: run.stderr };
};

describe('npx embedded-cloud', () => {
  it('prints its usage, its options and an example for --help', async () => {
    const { stdout, stderr, exitCode } = await finish('--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const part of ['Usage: npx embedded-cloud', '--state DIR', '--port N', '--stage NAME', 'Example:']) {
      expect(stdout).toContain(part);
    }
  });

  it('exits with 2 and one sentence when it cannot start', async () => {
    const folder = join(__dirname, 'nowhere');
    const stderr = `${folder} is not a cloud assembly: it has no manifest.json, which "cdk synth" writes.\n`;
    expect(await finish('nowhere')).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('runs an app until it is interrupted, and lists the resources that run and those that do not', async () => {
    const assemblyDir = synthesizeForeignApp();
    const run = start(
      [basename(assemblyDir), '--state', `${basename(assemblyDir)}/state`, '--port', '0'],
      dirname(assemblyDir),
    );
    await until(() => run.stdout.includes('Ctrl-C'));
    const [, endpoint = ''] = /endpoint +(\S+)/.exec(run.stdout) ?? [];
    expect((await fetch(`${endpoint}/orders`, { method: 'POST', body: '{"item":"tea"}' })).status).toBe(202);
    expect(run.stdout).toMatch(/Running:\n(.*\n)* +3 AWS::Lambda::Function\n/);
    expect(run.stdout).toMatch(/Declared, but not supported:\n(.*\n)* +\d AWS::CloudFormation::WaitConditionHandle\n/);
    expect(run.stdout).toContain(`Orders.ApiUrl = ${endpoint}`);
    run.child.kill('SIGINT');
    expect(await once(run.child, 'close')).toEqual([0, null]);
    expect(run.stderr).toBe('');
    rmSync(assemblyDir, { recursive: true });
  });
});
