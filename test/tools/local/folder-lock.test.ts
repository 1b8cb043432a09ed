import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from '../../../tools/command/errors';
import { LOCK_FILE, lockFolder } from '../../../tools/local/folder-lock';

describe('lockFolder', () => {
  let folder: string;
  const lock = (): string => join(folder, LOCK_FILE);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'playhead-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const writeLockOf = (pid: number): void => writeFileSync(lock(), JSON.stringify({ pid, command: 'npm start' }));
  const holder = (): unknown => JSON.parse(readFileSync(lock(), 'utf8'));

  it('refuses a folder that a running process holds, and names the process', () => {
    writeLockOf(process.ppid);
    const locking = (): void => lockFolder(folder, 'npm run history');
    expect(locking).toThrow(CannotStart);
    expect(locking).toThrow(new RegExp(`"npm start" \\(process ${process.ppid}\\) uses .*: stop it first`));
    expect(holder()).toEqual({ pid: process.ppid, command: 'npm start' });
  });

  it('takes over the lock of a process that has ended', () => {
    writeLockOf(spawnSync(process.execPath, ['--version']).pid);
    lockFolder(folder, 'npm run history');
    expect(holder()).toEqual({ pid: process.pid, command: 'npm run history' });
  });

  it('takes over a lock that a crash left incomplete', () => {
    writeFileSync(lock(), '{"pid');
    lockFolder(folder, 'npm start');
    expect(holder()).toMatchObject({ pid: process.pid });
  });

  it('releases the lock when the process ends', () => {
    const script = "require('./tools/local/folder-lock').lockFolder(process.argv[1], 'a test')";
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script, folder]);
    expect([status, existsSync(lock())]).toEqual([0, false]);
  });
});
