import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from '../../../tools/command/errors';
import { keepFolder, LOCK_FILE } from '../../../tools/local/folder-lock';

describe('a folder of state', () => {
  let folder: string;
  const lock = (): string => join(folder, LOCK_FILE);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'playhead-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keptBy = (pid: number): void => writeFileSync(lock(), JSON.stringify({ pid, command: 'npm start' }));
  const keeper = (): unknown => JSON.parse(readFileSync(lock(), 'utf8'));

  it('that a running process keeps is left alone, and the sentence says which and what to do', () => {
    keptBy(process.ppid);
    const keeping = (): void => keepFolder(folder, 'npm run history');
    expect(keeping).toThrow(CannotStart);
    expect(keeping).toThrow(new RegExp(`is kept by "npm start", process ${process.ppid}: end that first`));
    expect(keeper()).toEqual({ pid: process.ppid, command: 'npm start' });
  });

  it('that a process kept which ended without a word is taken over', () => {
    keptBy(spawnSync(process.execPath, ['--version']).pid);
    keepFolder(folder, 'npm run history');
    expect(keeper()).toEqual({ pid: process.pid, command: 'npm run history' });
  });

  it('whose lock was cut short by a crash is taken over', () => {
    writeFileSync(lock(), '{"pid');
    keepFolder(folder, 'npm start');
    expect(keeper()).toMatchObject({ pid: process.pid });
  });

  it('is given back as the process ends', () => {
    const script = "require('./tools/local/folder-lock').keepFolder(process.argv[1], 'a test')";
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script, folder]);
    expect([status, existsSync(lock())]).toEqual([0, false]);
  });
});
