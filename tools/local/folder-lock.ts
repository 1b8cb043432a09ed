import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isObject } from 'embedded-cloud/json';
import { CannotStart } from '../command/errors';

/** The process that holds a folder. */
interface Holder {
  readonly pid: number;
  readonly command: string;
}

/** The name of the lock in the folder that it protects. */
export const LOCK_FILE = 'lock';

/**
 * Locks a folder for this process until it ends: two engines that write the same files would corrupt them. Takes over
 * the lock of a process that ended without removing it; throws {@link CannotStart} if a running process holds the lock.
 */
export const lockFolder = (folder: string, command: string): void => {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, LOCK_FILE);
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, command } satisfies Holder));
  try {
    // A link appears with its whole content or not at all.
    while (!link(own, lock)) removeStale(lock, folder);
  } finally {
    rmSync(own, { force: true });
  }
  process.once('exit', () => {
    if (readHolder(lock)?.pid === process.pid) rmSync(lock, { force: true });
  });
};

/** Removes the lock of a process that has ended; throws if the process is running. */
const removeStale = (lock: string, folder: string): void => {
  const holder = readHolder(lock);
  if (holder && isRunning(holder.pid)) {
    const name = relative(process.cwd(), folder) || folder;
    throw new CannotStart(
      `"${holder.command}" (process ${holder.pid}) uses ${name}: stop it first. ` +
        `If process ${holder.pid} is another program, remove ${join(name, LOCK_FILE)}.`,
    );
  }
  rmSync(lock, { force: true });
};

/** Links a file to a new name; false if the name exists. */
const link = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/** The holder of a lock; undefined if the lock is gone or incomplete. */
const readHolder = (lock: string): Holder | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(lock, 'utf8'));
    const { pid, command } = isObject(value) ? value : {};
    return typeof pid === 'number' && typeof command === 'string' ? { pid, command } : undefined;
  } catch {
    return undefined;
  }
};

/** Whether the holder is running. In containers an earlier process may have had this process's own number. */
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
