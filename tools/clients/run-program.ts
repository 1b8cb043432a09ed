import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { inheritedEnvironment } from '../command/env';
import { type Answer, toAnswer } from './answer';
import { environmentOf, startCinema } from './cinema';
import { CLIENTS_FOLDER } from './clients-folder';
import { RUN } from './programs';

/** The longest run of a program, with the installation of what it needs. */
const LIMIT_MS = 10 * 60_000;

/** How much of the end of a program's other output a failure shows, in characters. */
const TAIL = 3_000;

/** What a program printed and how it ended. */
export interface ProgramResult {
  readonly answers: readonly Answer[];
  /** Why the program failed; undefined if every operation was as expected. */
  readonly failure: string | undefined;
}

/** Runs the program of a client against a new cloud, with `cacheFolder` for what it installs. No process survives it. */
export const runProgram = async (name: string, cacheFolder: string): Promise<ProgramResult> => {
  const cache = resolve(cacheFolder, name);
  mkdirSync(cache, { recursive: true });
  const stateDir = mkdtempSync(join(tmpdir(), `clients-${name}-`));
  const cloud = await startCinema(stateDir);
  try {
    return await runToEnd(name, { ...inheritedEnvironment(), ...environmentOf(cloud), CLIENT_CACHE: cache });
  } finally {
    await cloud.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
};

const runToEnd = async (name: string, env: NodeJS.ProcessEnv): Promise<ProgramResult> => {
  const folder = join(CLIENTS_FOLDER, name);
  // A process group of its own, so that processes that the program leaves running can be ended with it.
  const child = spawn(join(folder, RUN), [], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const answers: Answer[] = [];
  let other = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      const answer = toAnswer(line);
      if (answer) answers.push(answer);
      else other = `${other}${line}\n`.slice(-TAIL);
    });
  }
  const timer = setTimeout(() => endGroup(child.pid), LIMIT_MS);
  const code = await new Promise<number | string>((resolveCode) => {
    child.once('error', ({ message }) => resolveCode(message));
    child.once('exit', () => endGroup(child.pid)); // processes that the program left running keep its output open
    child.once('close', (exitCode, signal) => resolveCode(exitCode ?? signal ?? 'none'));
  });
  clearTimeout(timer);
  const ending = code === 'SIGKILL' ? `did not end within ${LIMIT_MS / 60_000} minutes` : `ended with ${code}`;
  return { answers, failure: failureOf(name, answers, code === 0 ? undefined : `${ending}:\n${other}`) };
};

const failureOf = (name: string, answers: readonly Answer[], ending: string | undefined): string | undefined => {
  const wrong = answers
    .filter(({ ok }) => !ok)
    .map(({ client, operation, error = 'another answer' }) => `  ${client}, ${operation}: ${error}`);
  if (wrong.length > 0) return `The client ${name} found ${wrong.length} wrong answers:\n${wrong.join('\n')}`;
  if (ending !== undefined) return `The client ${name} ${ending}`;
  return answers.length === 0 ? `The client ${name} called nothing.` : undefined;
};

/** Ends every process of a group; the group may have ended already. */
const endGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // No process is left.
  }
};
