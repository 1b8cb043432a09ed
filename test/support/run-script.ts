import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../tools/command/env';

const ROOT = join(__dirname, '../..');

/** The result of a script that has ended. */
export interface ScriptResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The inputs of a script other than its arguments. */
interface ScriptInput {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a TypeScript file as a script, for a user without AWS credentials or configuration. */
export const runScript = async (
  file: string,
  line: readonly string[],
  { stdin = '', environment = {} }: ScriptInput = {},
): Promise<ScriptResult> => {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...line], {
    cwd: ROOT,
    env: { PATH: inheritedEnvironment()['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...environment },
  });
  child.stdin.end(stdin);
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { exitCode: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() };
};
