import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a reader, and a restart after a crash, finds the old content or the new one and no mixture. */
export const writeAtomically = (path: string, content: string | Buffer, mode = 0o644): void => {
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
};
