import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CannotStart } from '../command/errors';

/** Who keeps a folder. */
interface Keeper {
  readonly pid: number;
  readonly command: string;
}

/** In the folder that it is about. */
export const LOCK_FILE = 'lock';

/**
 * Keeps a folder for this process until it ends: engines that write into the same files would break each other. Takes over from a
 * process that ended without giving it back; throws {@link CannotStart} where one that runs keeps it.
 */
export const keepFolder = (folder: string, command: string): void => {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, LOCK_FILE);
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, command } satisfies Keeper));
  try {
    // A link is there with all that it says, or not at all.
    while (!isLinked(own, lock)) yieldOrTakeOver(folder, lock);
  } finally {
    rmSync(own, { force: true });
  }
  process.once('exit', () => {
    if (readKeeper(lock)?.pid === process.pid) rmSync(lock, { force: true });
  });
};

const yieldOrTakeOver = (folder: string, lock: string): void => {
  const keeper = readKeeper(lock);
  if (keeper && isRunning(keeper.pid)) {
    const name = relative(process.cwd(), folder) || folder;
    throw new CannotStart(
      `${name} is kept by "${keeper.command}", process ${keeper.pid}: end that first, one at a time writes there. ` +
        `If process ${keeper.pid} is something else, remove ${join(name, LOCK_FILE)}.`,
    );
  }
  rmSync(lock, { force: true });
};

const isLinked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/** Undefined where the file is gone, or is not what is written here. */
const readKeeper = (lock: string): Keeper | undefined => {
  try {
    const { pid, command } = JSON.parse(readFileSync(lock, 'utf8')) as Partial<Record<keyof Keeper, unknown>>;
    return typeof pid === 'number' && typeof command === 'string' ? { pid, command } : undefined;
  } catch {
    return undefined;
  }
};

/** A lock of this process's own number is of one before it that had the same, as happens in containers. */
const isRunning = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
};

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
