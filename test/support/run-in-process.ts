import type { Command, Options } from '../../tools/command/command';
import { exitCodeOf } from '../../tools/command/run-command';
import type { ScriptResult } from './run-script';

/**
 * Runs a command in this process, which saves the second that a new process needs. Only for commands that do not depend
 * on the environment or on the standard input.
 */
export const runInProcess = async <Declared extends Options>(
  command: Command<Declared>,
  line: readonly string[],
): Promise<ScriptResult> => {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    const exitCode = await exitCodeOf(command, line);
    return { exitCode, stdout: written.stdout.trim(), stderr: written.stderr.trim() };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
